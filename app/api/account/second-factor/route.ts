import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { confirmPerson } from "#lib/auth/account/confirm-person.ts";
import { secondFactorCode } from "#lib/auth/schema.ts";
import { enableSecondFactor } from "#lib/auth/second-factor/enable-second-factor.ts";
import { removeSecondFactor } from "#lib/auth/second-factor/remove-second-factor.ts";
import { startSecondFactorSetup } from "#lib/auth/second-factor/start-second-factor-setup.ts";

const body = z.object({ code: secondFactorCode });
const setup = z.object({ password: z.string().max(1_000).optional() }).optional();

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /**
   * Starts the setup: responds with the secret for the app. The body may be left out after a fresh sign-in.
   */
  POST: personRoute({ body: setup }, async ({ operator, ...person }, { body }) => {
    await confirmPerson({ operator, ...person }, body?.password);
    return startSecondFactorSetup(operator, person);
  }),
  /** Enables it: responds with the recovery codes. */
  PUT: personRoute({ body }, ({ operator, ...person }, { body: { code } }) =>
    enableSecondFactor(operator, person, code),
  ),
  DELETE: personRoute({ body }, ({ operator, ...person }, { body: { code } }) =>
    removeSecondFactor(operator, person, code),
  ),
});
