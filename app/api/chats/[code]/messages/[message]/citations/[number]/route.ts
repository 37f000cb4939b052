import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { getRoomCitation } from "#lib/rooms/bot/get-room-citation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { params }) =>
    getRoomCitation(ctx, roomId, { messageId: params.message ?? "", number: Number(params.number) }),
  ),
});
