import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listPresence } from "#lib/rooms/participants/list-presence.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }) => listPresence(ctx, roomId)),
});
