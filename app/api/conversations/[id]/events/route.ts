import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { eventStream } from "#app/_server/streams/event-stream.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { LONGEST_STREAM_MS } from "#app/_server/streams/stream-access.ts";
import { followChanges } from "#lib/conversation/stream/follow-changes.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Server-sent `ConversationChange`s, the first at once. */
  GET: conversationRoute({}, (ctx, { params, chatbotId }) =>
    withStreamPlace(ctx, async (place) => {
      const left = new AbortController();
      const until = AbortSignal.any([left.signal, AbortSignal.timeout(LONGEST_STREAM_MS)]);
      const changes = await followChanges(ctx, params.id ?? "", until);
      return eventStream({ ctx, chatbotId }, place, (signal) => {
        signal.addEventListener("abort", () => left.abort());
        return changes;
      });
    }),
  ),
});
