import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listWireUpdates } from "#lib/status/wire.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Updates, the newest first. `after=` waits for a position; `before=` a time or an update's id. */
  GET: keyRoute({ scope: "checkins:read" }, (ctx, { query }) => listWireUpdates(ctx, query)),
});
