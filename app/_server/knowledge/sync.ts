import { cancelSync } from "#lib/knowledge/crawling/cancel-sync.ts";
import { requestSync } from "#lib/knowledge/crawling/request-sync.ts";
import { accepted } from "../http/prefer-header.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { sourceIdOf } from "./path-ids.ts";

/** Answers 202; the source itself reports the progress. */
export const startSync = knowledgeRoute({ permission: "knowledge:write" }, async (ctx, { params }) =>
  accepted(await requestSync(ctx, sourceIdOf(params)), false),
);

export const stopSync = knowledgeRoute({ permission: "knowledge:write" }, (ctx, { params }) =>
  cancelSync(ctx, sourceIdOf(params)),
);
