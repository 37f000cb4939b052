import { z } from "zod";
import { clientAddressOf } from "#app/_server/http/client-address.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { requestPasswordReset } from "#lib/auth/account/request-password-reset.ts";
import { email } from "#lib/auth/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: publicFormRoute({ body: z.object({ email }) }, (operator, { request, body }) =>
    requestPasswordReset(operator, { ...body, address: clientAddressOf(request.headers) }),
  ),
});
