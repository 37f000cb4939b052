import { z } from "zod";
import { setAccountCookie } from "#app/_server/cookies/session-cookies.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { pendingSecondFactorRoute } from "#app/_server/routes/pending-second-factor-route.ts";
import { secondFactorCode } from "#lib/auth/schema.ts";
import { passSecondFactor } from "#lib/auth/second-factor/pass-second-factor.ts";
import { signDeviceToken } from "#lib/auth/session/device-token.ts";
import { revokeSession } from "#lib/auth/session/revoke-sessions.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: pendingSecondFactorRoute(
    { body: z.object({ code: secondFactorCode }) },
    async ({ operator, ...half }, { request, body: { code } }) => {
      const response = Response.json(await passSecondFactor(operator, half, code));
      const device = await signDeviceToken(half.userId);
      response.headers.append("set-cookie", setAccountCookie(request.headers, "device", device));
      return response;
    },
  ),
  /** Ends the pending session of a person who cannot give the second factor. */
  DELETE: pendingSecondFactorRoute({}, async ({ operator, userId, sessionId }, { request }) => {
    await revokeSession(operator, userId, sessionId);
    const response = new Response(null, { status: 204 });
    response.headers.append("set-cookie", setAccountCookie(request.headers, "session", null));
    return response;
  }),
});
