import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { secondFactorCode } from "#lib/auth/schema.ts";
import { enableSecondFactor } from "#lib/auth/second-factor/enable-second-factor.ts";
import { removeSecondFactor } from "#lib/auth/second-factor/remove-second-factor.ts";
import { startSecondFactorSetup } from "#lib/auth/second-factor/start-second-factor-setup.ts";

const body = z.object({ code: secondFactorCode });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Starts the setup: responds with the secret for the app. */
  POST: personRoute({}, ({ operator, ...person }) => startSecondFactorSetup(operator, person)),
  /** Enables it: responds with the recovery codes. */
  PUT: personRoute({ body }, ({ operator, ...person }, { body: { code } }) =>
    enableSecondFactor(operator, person, code),
  ),
  DELETE: personRoute({ body }, ({ operator, ...person }, { body: { code } }) =>
    removeSecondFactor(operator, person, code),
  ),
});
