import { z } from "zod";
import { methods, openRoute } from "#app/_server/routes/route.ts";
import { resetPassword } from "#lib/auth/account/reset-password.ts";
import { password } from "#lib/auth/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: openRoute({ body: z.object({ token: z.unknown(), password }) }, (operator, { body }) =>
    resetPassword(operator, { token: body.token, password: body.password }),
  ),
});
