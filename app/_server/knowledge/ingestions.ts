import { cancelIngestion } from "#lib/knowledge/ingestion/cancel-ingestion.ts";
import { retryIngestion } from "#lib/knowledge/ingestion/retry-ingestion.ts";
import { ingestionResponse } from "../routes/ingestion-response.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { ingestionIdOf } from "./path-ids.ts";

/** What the source held before stays. */
export const stopIngestion = knowledgeRoute({ permission: "knowledge:write" }, (ctx, { params }) =>
  cancelIngestion(ctx, ingestionIdOf(params)),
);

export const restartIngestion = knowledgeRoute(
  { permission: "knowledge:write" },
  async (ctx, { request, params }) =>
    ingestionResponse(ctx, request, await retryIngestion(ctx, ingestionIdOf(params))),
);
