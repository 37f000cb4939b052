import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listWireTeams } from "#lib/status/wire.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The workspace's teams, without archived ones. `after=` waits for a position. */
  GET: keyRoute({ scope: "checkins:read" }, (ctx, { query }) => listWireTeams(ctx, query)),
});
