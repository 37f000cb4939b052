import { ingestionResponse } from "#app/_server/routes/ingestion-response.ts";
import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { DOCUMENT_MAX_BYTES, documentInput, entriesQuery } from "#lib/knowledge/schema.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { listEntries } from "#lib/knowledge/sources/list-entries.ts";

export const maxDuration = 60;

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params, query }) =>
    listEntries(ctx, idOf(params), entriesQuery.parse(Object.fromEntries(query))),
  ),
  /** JSON escapes can double a text; the document's own limit is checked on the text itself. */
  PUT: memberRoute(
    { permission: "knowledge:write", body: documentInput, maxBytes: 2 * DOCUMENT_MAX_BYTES },
    async ({ ctx }, { request, params, body }) =>
      ingestionResponse(ctx, request, await requestIngestion(ctx, { sourceId: idOf(params), ...body })),
  ),
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params, query }) =>
    deleteDocument(ctx, { sourceId: idOf(params), path: query.get("path") ?? "" }),
  ),
});
