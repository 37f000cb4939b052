import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { reactToMessage } from "#lib/rooms/messages/react-to-message.ts";
import { reactRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: roomRoute({ body: reactRequest, limit: "roomReaction" }, ({ ctx, roomId }, { params, body }) =>
    reactToMessage(ctx, roomId, { ...body, messageId: params.message ?? "" }),
  ),
});
