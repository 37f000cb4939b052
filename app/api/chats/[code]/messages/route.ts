import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { listRoomMessages } from "#lib/rooms/messages/list-room-messages.ts";
import { postMessage } from "#lib/rooms/messages/post-message.ts";
import { postMessageRequest } from "#lib/rooms/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: roomRoute({}, ({ ctx, roomId }, { query }) =>
    listRoomMessages(ctx, roomId, {
      before: query.get("before") ?? undefined,
      limit: query.get("limit") ?? undefined,
    }),
  ),
  POST: roomRoute({ body: postMessageRequest, limit: "roomMessage" }, async ({ ctx, roomId }, { body }) => {
    const message = await postMessage(ctx, roomId, body);
    // 202: it waits for approval.
    const status = message.held ? 202 : 201;
    return Response.json(message, { status, headers: { "cache-control": "no-store" } });
  }),
});
