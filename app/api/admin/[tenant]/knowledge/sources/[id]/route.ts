import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { sourceChanges } from "#lib/knowledge/schema.ts";
import { deleteSource } from "#lib/knowledge/sources/delete-source.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";
import { updateSource } from "#lib/knowledge/sources/update-source.ts";

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params }) => getSource(ctx, idOf(params))),
  PATCH: memberRoute({ permission: "knowledge:write", body: sourceChanges }, ({ ctx }, { params, body }) =>
    updateSource(ctx, idOf(params), body),
  ),
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params }) =>
    deleteSource(ctx, idOf(params)),
  ),
});
