import { putDocument, removeDocument } from "#app/_server/knowledge/documents.ts";
import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { entriesQuery } from "#lib/knowledge/schema.ts";
import { listEntries } from "#lib/knowledge/sources/list-entries.ts";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params, query }) =>
    listEntries(ctx, sourceIdOf(params), entriesQuery.parse(Object.fromEntries(query))),
  ),
  PUT: putDocument,
  DELETE: removeDocument,
});
