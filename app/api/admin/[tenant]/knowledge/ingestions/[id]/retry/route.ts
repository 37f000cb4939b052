import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { retryIngestion } from "#lib/knowledge/ingestion/retry-ingestion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "knowledge:write" }, async ({ ctx }, { request, params }) =>
    ingestionResponse(ctx, request, await retryIngestion(ctx, parseId("ing", params.id ?? "", "ingestion"))),
  ),
});
