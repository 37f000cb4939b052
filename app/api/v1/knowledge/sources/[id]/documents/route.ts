import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { DOCUMENT_MAX_BYTES, documentInput } from "#lib/knowledge/schema.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { listSourceDocuments } from "#lib/knowledge/sources/list-source-documents.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { params }) => ({
    documents: await listSourceDocuments(ctx, parseId("src", params.id ?? "", "source")),
  })),
  /** JSON escapes can double a text; the document's own limit is checked on the text itself. */
  PUT: keyRoute(
    { scope: "knowledge:write", body: documentInput, maxBytes: 2 * DOCUMENT_MAX_BYTES },
    async (ctx, { request, params, body }) => {
      const sourceId = parseId("src", params.id ?? "", "source");
      return ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId, ...body }));
    },
  ),
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params, query }) =>
    deleteDocument(ctx, {
      sourceId: parseId("src", params.id ?? "", "source"),
      path: query.get("path") ?? "",
    }),
  ),
});
