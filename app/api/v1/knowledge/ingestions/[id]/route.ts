import { stopIngestion } from "#app/_server/knowledge/ingestions.ts";
import { ingestionIdOf } from "#app/_server/knowledge/path-ids.ts";
import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getIngestion } from "#lib/knowledge/ingestion/get-ingestion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { request, params }) =>
    ingestionResponse(ctx, request, await getIngestion(ctx, ingestionIdOf(params))),
  ),
  DELETE: stopIngestion,
});
