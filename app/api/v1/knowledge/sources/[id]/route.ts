import { accepted, preferredWaitMs } from "#app/_server/routes/prefer-header.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { sourceChanges } from "#lib/knowledge/schema.ts";
import { deleteSource } from "#lib/knowledge/sources/delete-source.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";
import { updateSource } from "#lib/knowledge/sources/update-source.ts";

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { request, params }) => {
    const waitMs = preferredWaitMs(request);
    const source = await getSource(ctx, idOf(params), { waitMs, signal: request.signal });
    return accepted(source, source.sync.state !== "queued" && source.sync.state !== "fetching");
  }),
  PATCH: keyRoute({ scope: "knowledge:write", body: sourceChanges }, (ctx, { params, body }) =>
    updateSource(ctx, idOf(params), body),
  ),
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params }) => deleteSource(ctx, idOf(params))),
});
