import { putDocument, removeDocument } from "#app/_server/knowledge/documents.ts";
import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listSourceDocuments } from "#lib/knowledge/sources/list-source-documents.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { params }) => ({
    documents: await listSourceDocuments(ctx, sourceIdOf(params)),
  })),
  PUT: putDocument,
  DELETE: removeDocument,
});
