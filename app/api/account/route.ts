import { z } from "zod";
import { setAccountCookie } from "#app/_server/cookies/session-cookies.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { renamePerson } from "#lib/auth/account/rename-person.ts";
import { personName } from "#lib/auth/schema.ts";
import { deleteAccount } from "#lib/privacy/delete-account.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: personRoute({ body: z.object({ name: personName }) }, ({ operator, ...person }, { body }) =>
    renamePerson(operator, { ...person, ...body }),
  ),
  /** Asks for the password again, in case a browser was left open. */
  DELETE: personRoute(
    { body: z.object({ password: z.string().max(1_000) }) },
    async (person, { request, requestId, body: { password } }) => {
      await deleteAccount(person, password, requestId);
      const response = new Response(null, { status: 204 });
      response.headers.append("set-cookie", setAccountCookie(request.headers, "session", null));
      return response;
    },
  ),
});
