import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { leaveRoom } from "#lib/rooms/participants/leave-room.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({}, ({ ctx, roomId }) => leaveRoom(ctx, roomId)),
});
