import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { retryIngestion } from "#lib/knowledge/ingestion/retry-ingestion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: keyRoute({ scope: "knowledge:write" }, async (ctx, { request, params }) => {
    const id = parseId("ing", params.id ?? "", "ingestion");
    return ingestionResponse(ctx, request, await retryIngestion(ctx, id));
  }),
});
