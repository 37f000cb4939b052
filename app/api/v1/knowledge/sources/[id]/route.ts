import { keyRoute, methods } from "#app/_server/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteSource } from "#lib/knowledge/delete-source.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params }) =>
    deleteSource(ctx, parseId("src", params.id ?? "", "source")),
  ),
});
