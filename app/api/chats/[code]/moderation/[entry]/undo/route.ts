import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { undoModeration } from "#lib/rooms/moderation/undo-moderation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({}, ({ ctx, roomId }, { params }) => undoModeration(ctx, roomId, params.entry ?? "")),
});
