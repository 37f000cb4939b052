import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getWireTeam } from "#lib/status/wire.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** One team with its latest updates. `after=` waits for a position. */
  GET: keyRoute({ scope: "checkins:read" }, (ctx, { params, query }) =>
    getWireTeam(ctx, params.id ?? "", query),
  ),
});
