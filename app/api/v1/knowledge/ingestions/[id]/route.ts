import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { cancelIngestion } from "#lib/knowledge/ingestion/cancel-ingestion.ts";
import { getIngestion } from "#lib/knowledge/ingestion/get-ingestion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { request, params }) => {
    const id = parseId("ing", params.id ?? "", "ingestion");
    return ingestionResponse(ctx, request, await getIngestion(ctx, id));
  }),
  /** Cancels it; what was there before stays. */
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params }) =>
    cancelIngestion(ctx, parseId("ing", params.id ?? "", "ingestion")),
  ),
});
