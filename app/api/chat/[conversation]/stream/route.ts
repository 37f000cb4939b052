import { eventStream } from "#app/_server/event-stream.ts";
import { requireRoomForStream } from "#app/_server/open-streams.ts";
import { conversationRoute, methods } from "#app/_server/route.ts";
import { followTurn } from "#lib/conversation/follow-turn.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: conversationRoute({}, async (ctx, { params, chatbotId }) => {
    requireRoomForStream(ctx);
    const left = new AbortController();
    const chunks = await followTurn(ctx, params.conversation ?? "", left.signal);
    if (!chunks) return undefined;
    return eventStream({ ctx, chatbotId }, (signal) => {
      signal.addEventListener("abort", () => left.abort());
      return chunks;
    });
  }),
});
