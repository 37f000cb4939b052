import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listReview } from "#lib/rooms/moderation/list-review.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }) => listReview(ctx, roomId)),
});
