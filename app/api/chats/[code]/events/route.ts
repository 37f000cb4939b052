import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { roomStream } from "#app/_server/streams/room-stream.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { followRoom } from "#lib/rooms/live/follow-room.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { request, query }) =>
    withStreamPlace(ctx, async (place) => {
      // The browser's own cursor is newer than the one in the URL it opened.
      const cursor = request.headers.get("last-event-id") ?? query.get("cursor");
      const left = new AbortController();
      const frames = await followRoom(ctx, sealOperator(), roomId, { cursor, signal: left.signal });
      return roomStream(ctx, place, frames, left);
    }),
  ),
});
