import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { FILE_MAX_BYTES } from "#lib/knowledge/media-types.ts";
import { fileQuery } from "#lib/knowledge/schema.ts";
import { ingestionResponse } from "../routes/ingestion-response.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { sourceIdOf } from "./path-ids.ts";

/** The body is the file itself; `?path=` is its path in the source. */
export const putFile = knowledgeRoute<Uint8Array>(
  { permission: "knowledge:write", body: "bytes", maxBytes: FILE_MAX_BYTES },
  async (ctx, { request, params, query, body: bytes }) => {
    const { path } = fileQuery.parse(Object.fromEntries(query));
    const sourceId = sourceIdOf(params);
    return ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId, path, bytes }));
  },
);
