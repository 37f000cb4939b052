import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listBans } from "#lib/rooms/moderation/list-bans.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, async ({ ctx, roomId }) => ({ bans: await listBans(ctx, roomId) })),
});
