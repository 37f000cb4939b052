import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listModeration } from "#lib/rooms/moderation/list-moderation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { query }) =>
    listModeration(ctx, roomId, { before: query.get("before") }),
  ),
});
