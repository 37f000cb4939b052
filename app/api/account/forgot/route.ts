import { z } from "zod";
import { clientAddressOf } from "#app/_server/routes/client-address.ts";
import { methods, openRoute } from "#app/_server/routes/route.ts";
import { requestPasswordReset } from "#lib/auth/account/request-password-reset.ts";
import { email } from "#lib/auth/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: openRoute({ body: z.object({ email }) }, (operator, { request, body }) =>
    requestPasswordReset(operator, { ...body, address: clientAddressOf(request.headers) }),
  ),
});
