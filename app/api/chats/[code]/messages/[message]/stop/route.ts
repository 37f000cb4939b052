import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { stopAnswer } from "#lib/rooms/bot/stop-answer.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({}, ({ ctx, roomId }, { params }) => stopAnswer(ctx, roomId, params.message ?? "")),
});
