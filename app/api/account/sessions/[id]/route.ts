import { setAccountCookie } from "#app/_server/cookies/session-cookies.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { revokeSession } from "#lib/auth/session/revoke-sessions.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** `current` signs out this session. */
  DELETE: personRoute({}, async ({ operator, userId, sessionId }, { request, params }) => {
    const isOwn = params.id === "current" || params.id === sessionId;
    await revokeSession(operator, userId, isOwn ? sessionId : (params.id ?? ""));
    const response = new Response(null, { status: 204 });
    if (isOwn) response.headers.append("set-cookie", setAccountCookie(request.headers, "session", null));
    return response;
  }),
});
