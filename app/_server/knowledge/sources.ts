import { sourceChanges } from "#lib/knowledge/schema.ts";
import { deleteSource } from "#lib/knowledge/sources/delete-source.ts";
import { updateSource } from "#lib/knowledge/sources/update-source.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { sourceIdOf } from "./path-ids.ts";

export const patchSource = knowledgeRoute(
  { permission: "knowledge:write", body: sourceChanges },
  (ctx, { params, body }) => updateSource(ctx, sourceIdOf(params), body),
);

export const removeSource = knowledgeRoute({ permission: "knowledge:write" }, (ctx, { params }) =>
  deleteSource(ctx, sourceIdOf(params)),
);
