import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { markRead } from "#lib/rooms/messages/mark-read.ts";
import { readRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({ body: readRequest }, ({ ctx, roomId }, { body }) => markRead(ctx, roomId, body.offset)),
});
