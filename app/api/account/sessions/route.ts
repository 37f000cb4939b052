import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { listSessions } from "#lib/auth/session/list-sessions.ts";
import { revokeAllSessions } from "#lib/auth/session/revoke-sessions.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: personRoute({}, async ({ operator, ...person }) => ({
    sessions: await listSessions(operator, person),
  })),
  /** Signs out everywhere else. */
  DELETE: personRoute({}, async ({ operator, userId, sessionId }) => ({
    ended: await revokeAllSessions(operator, userId, sessionId),
  })),
});
