import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { deleteMessage } from "#lib/rooms/messages/delete-message.ts";
import { editMessage } from "#lib/rooms/messages/edit-message.ts";
import { editMessageRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: roomRoute({ body: editMessageRequest }, ({ ctx, roomId }, { params, body }) =>
    editMessage(ctx, roomId, { messageId: params.message ?? "", content: body.content }),
  ),
  DELETE: roomRoute({}, ({ ctx, roomId }, { params }) => deleteMessage(ctx, roomId, params.message ?? "")),
});
