import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { secondFactorCode } from "#lib/auth/schema.ts";
import { renewRecoveryCodes } from "#lib/auth/second-factor/renew-recovery-codes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: personRoute(
    { body: z.object({ code: secondFactorCode }) },
    ({ operator, userId }, { body: { code } }) => renewRecoveryCodes(operator, userId, code),
  ),
});
