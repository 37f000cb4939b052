import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { parseId } from "#lib/core/ids.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { pageInput } from "#lib/knowledge/schema.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Fetches the page in the body, or checks whether it has changed. */
  POST: keyRoute({ scope: "knowledge:write", body: pageInput }, async (ctx, { request, params, body }) => {
    const sourceId = parseId("src", params.id ?? "", "source");
    return ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId, url: body.url }));
  }),
});
