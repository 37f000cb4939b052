import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { eventStream } from "#app/_server/streams/event-stream.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { LONGEST_STREAM_MS } from "#app/_server/streams/stream-access.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { streamKnowledgeChanges } from "#lib/knowledge/sources/stream-knowledge-changes.ts";

export const maxDuration = 300;

const watchQuery = z.object({ chatbot: z.string().max(64), since: z.coerce.date().nullable().default(null) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Server-sent `KnowledgeEvent`s while the reader is connected and has access; `?since=` resumes. */
  GET: memberRoute({ permission: "knowledge:read" }, async ({ ctx }, { query }) => {
    const { chatbot, since } = watchQuery.parse(Object.fromEntries(query));
    const { id } = await getChatbotByHandle(ctx, chatbot);
    return withStreamPlace(ctx, async (place) =>
      eventStream({ ctx, chatbotId: id }, place, (signal) =>
        streamKnowledgeChanges(ctx, id, { signal, since, forMs: LONGEST_STREAM_MS }),
      ),
    );
  }),
});
