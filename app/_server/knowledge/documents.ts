import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { DOCUMENT_MAX_BYTES } from "#lib/knowledge/media-types.ts";
import { documentInput } from "#lib/knowledge/schema.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { ingestionResponse } from "../routes/ingestion-response.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { sourceIdOf } from "./path-ids.ts";

/** JSON escapes can double the size of a text; the document's own limit is checked on the text itself. */
const MAX_BYTES = 2 * DOCUMENT_MAX_BYTES;

export const putDocument = knowledgeRoute(
  { permission: "knowledge:write", body: documentInput, maxBytes: MAX_BYTES },
  async (ctx, { request, params, body }) =>
    ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId: sourceIdOf(params), ...body })),
);

/** The document of `?path=`. */
export const removeDocument = knowledgeRoute({ permission: "knowledge:write" }, (ctx, { params, query }) =>
  deleteDocument(ctx, { sourceId: sourceIdOf(params), path: query.get("path") ?? "" }),
);
