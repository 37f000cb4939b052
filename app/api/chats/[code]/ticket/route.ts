import { methods } from "#app/_server/routes/methods.ts";
import { roomRoute } from "#app/_server/routes/room-route.ts";
import { issueTicket } from "#lib/rooms/live/issue-ticket.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: roomRoute({}, async ({ ctx, roomId }) =>
    Response.json(await issueTicket(ctx, roomId), {
      status: 201,
      headers: { "cache-control": "no-store" },
    }),
  ),
});
