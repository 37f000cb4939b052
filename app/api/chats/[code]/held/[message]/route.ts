import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { decideHeldMessage } from "#lib/rooms/moderation/decide-held-message.ts";
import { decideHeldRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: roomRoute({ body: decideHeldRequest }, async ({ ctx, roomId }, { params, body }) => ({
    undo: await decideHeldMessage(ctx, roomId, { messageId: params.message ?? "", decision: body.decision }),
  })),
});
