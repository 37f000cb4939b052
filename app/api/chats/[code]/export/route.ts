import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { exportRoom } from "#lib/rooms/export/export-room.ts";
import { exportQuery } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { query }) =>
    withStreamPlace(ctx, async (place) => {
      const { format } = exportQuery.parse({ format: query.get("format") ?? undefined });
      return download({ ctx, chatbotId: null }, place, await exportRoom(ctx, roomId, format));
    }),
  ),
});
