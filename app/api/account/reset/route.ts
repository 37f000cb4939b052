import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { resetPassword } from "#lib/auth/account/reset-password.ts";
import { password } from "#lib/auth/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: publicFormRoute({ body: z.object({ token: z.unknown(), password }) }, (operator, { body }) =>
    resetPassword(operator, { token: body.token, password: body.password }),
  ),
});
