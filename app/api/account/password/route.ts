import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { updatePassword } from "#lib/auth/account/update-password.ts";
import { password } from "#lib/auth/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: personRoute(
    { body: z.object({ old: z.string().max(1_000), password }) },
    ({ operator, userId, sessionId }, { body }) => updatePassword(operator, { userId, sessionId, ...body }),
  ),
});
