import { accepted, preferredWaitMs } from "#app/_server/http/prefer-header.ts";
import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { patchSource, removeSource } from "#app/_server/knowledge/sources.ts";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** 202 while a sync is running, 200 after it. */
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { request, params }) => {
    const waitMs = preferredWaitMs(request);
    const source = await getSource(ctx, sourceIdOf(params), { waitMs, signal: request.signal });
    return accepted(source, source.sync.state !== "queued" && source.sync.state !== "fetching");
  }),
  PATCH: patchSource,
  DELETE: removeSource,
});
