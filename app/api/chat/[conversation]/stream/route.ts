import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { turnStream } from "#app/_server/streams/event-stream.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { followTurn } from "#lib/conversation/turn/follow-turn.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: conversationRoute({}, (ctx, { request, params, query, chatbotId }) =>
    withStreamPlace(ctx, async (place) => {
      const cursor = query.get("cursor") ?? request.headers.get("last-event-id") ?? undefined;
      const left = new AbortController();
      const events = await followTurn(ctx, params.conversation ?? "", { cursor, signal: left.signal });
      if (!events) return undefined;
      return turnStream({ ctx, chatbotId }, place, (signal) => {
        signal.addEventListener("abort", () => left.abort());
        return events;
      });
    }),
  ),
});
