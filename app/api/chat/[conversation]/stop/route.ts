import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { stopTurn } from "#lib/conversation/turn/stop-turn.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: conversationRoute({}, async (ctx, { params }) => {
    await stopTurn(ctx, params.conversation ?? "");
    return { stopped: true };
  }),
});
