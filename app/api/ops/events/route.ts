import { accountCookie } from "#app/_server/cookies/session-cookies.ts";
import { streamSystemStatus } from "#app/_server/pages/system-status.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";
import { eventStream } from "#app/_server/streams/event-stream.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { LONGEST_STREAM_MS } from "#app/_server/streams/stream-access.ts";
import { admitOperator } from "#lib/auth/admission/admit-person.ts";
import { ParleyError } from "#lib/core/errors.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The state of the instance every five seconds, the first at once. */
  GET: operatorRoute({}, async ({ operator }, { request }) => {
    const token = accountCookie(request.headers, "session");
    const isAdmitted = () =>
      admitOperator(token).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ParleyError) return false;
          throw error;
        },
      );
    return withStreamPlace(null, async (place) =>
      eventStream({ isAdmitted }, place, (signal) =>
        streamSystemStatus(operator, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_STREAM_MS)])),
      ),
    );
  }),
});
