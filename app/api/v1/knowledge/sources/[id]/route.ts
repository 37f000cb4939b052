import { keyRoute } from "#app/_server/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteSource } from "#lib/knowledge/delete-source.ts";

export const DELETE = keyRoute({ scope: "knowledge:write" }, (ctx, { params }) =>
  deleteSource(ctx, parseId("src", params.id ?? "", "source")),
);
