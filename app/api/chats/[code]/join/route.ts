import { setRoomCookie } from "#app/_server/cookies/room-cookies.ts";
import { clientAddressOf } from "#app/_server/http/client-address.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { joinRoom } from "#lib/rooms/participants/join-room.ts";
import { joinRoomRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({ body: joinRoomRequest }, async ({ ctx, roomId }, { request, body }) => {
    const { headers } = request;
    const { room, self, token } = await joinRoom(ctx, roomId, body, clientAddressOf(headers));
    const { id, name, role } = self;
    const response = Response.json(
      { participant: { id, name, role }, token, room, waiting: !self.present },
      { headers: { "cache-control": "no-store" } },
    );
    for (const cookie of setRoomCookie(headers, roomId, token)) response.headers.append("set-cookie", cookie);
    return response;
  }),
});
