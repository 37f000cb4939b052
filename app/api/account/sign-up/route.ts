import { z } from "zod";
import { setAccountCookie } from "#app/_server/cookies/account-cookies.ts";
import { clientAddressOf } from "#app/_server/routes/client-address.ts";
import { methods, openRoute } from "#app/_server/routes/route.ts";
import { signUp } from "#lib/auth/account/sign-up.ts";
import { signUpInput } from "#lib/auth/schema.ts";

const body = signUpInput.extend({ setupToken: z.string().max(200).optional() });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: openRoute({ body }, async (operator, { request, body }) => {
    const { next, proof } = await signUp(operator, { ...body, address: clientAddressOf(request.headers) });
    const response = Response.json({ next });
    response.headers.append("set-cookie", setAccountCookie(request.headers, "sign_up", proof));
    return response;
  }),
});
