import { z } from "zod";
import { setAccountCookie } from "#app/_server/cookies/session-cookies.ts";
import { clientAddressOf } from "#app/_server/http/client-address.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { signUp } from "#lib/auth/account/sign-up.ts";
import { signUpInput } from "#lib/auth/schema.ts";

const body = signUpInput.extend({ setupToken: z.string().max(200).optional() });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: publicFormRoute({ body }, async (operator, { request, body }) => {
    const { next, proof } = await signUp(operator, { ...body, address: clientAddressOf(request.headers) });
    const response = Response.json({ next });
    response.headers.append("set-cookie", setAccountCookie(request.headers, "sign_up", proof));
    return response;
  }),
});
