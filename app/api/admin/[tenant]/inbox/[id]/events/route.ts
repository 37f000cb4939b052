import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { eventStream } from "#app/_server/streams/event-stream.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { LONGEST_STREAM_MS } from "#app/_server/streams/stream-access.ts";
import { findTranscriptPlace, followTranscript } from "#lib/inbox/follow-transcript.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Server-sent `{ version }`, another one after each change of the conversation. */
  GET: memberRoute({ permission: "conversations:read" }, async ({ ctx }, { params }) => {
    const { id, chatbotId } = await findTranscriptPlace(ctx, params.id ?? "");
    return withStreamPlace(ctx, async (place) =>
      eventStream({ ctx, chatbotId }, place, (signal) =>
        followTranscript(ctx, id, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_STREAM_MS)])),
      ),
    );
  }),
});
