import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { announceTyping } from "#lib/rooms/participants/announce-typing.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({ limit: "roomTyping" }, ({ ctx, roomId }) => announceTyping(ctx, roomId)),
});
