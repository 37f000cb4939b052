import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listParticipants } from "#lib/rooms/participants/list-participants.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, async ({ ctx, roomId }) => ({ participants: await listParticipants(ctx, roomId) })),
});
