import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { reportMessage } from "#lib/rooms/moderation/report-message.ts";
import { reportMessageRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({ body: reportMessageRequest, limit: "roomMessage" }, ({ ctx, roomId }, { body }) =>
    reportMessage(ctx, roomId, body),
  ),
});
