import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { FILE_MAX_BYTES, fileQuery } from "#lib/knowledge/schema.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The file itself is the body, its path in the source is `?path=`. */
  PUT: keyRoute<Uint8Array>(
    { scope: "knowledge:write", body: "bytes", maxBytes: FILE_MAX_BYTES },
    async (ctx, { request, params, query, body: bytes }) => {
      const { path } = fileQuery.parse(Object.fromEntries(query));
      const sourceId = parseId("src", params.id ?? "", "source");
      return ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId, path, bytes }));
    },
  ),
});
