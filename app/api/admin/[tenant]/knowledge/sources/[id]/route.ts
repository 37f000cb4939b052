import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { patchSource, removeSource } from "#app/_server/knowledge/sources.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params }) =>
    getSource(ctx, sourceIdOf(params)),
  ),
  PATCH: patchSource,
  DELETE: removeSource,
});
