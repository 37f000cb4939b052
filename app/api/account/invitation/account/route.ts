import { z } from "zod";
import { clientAddressOf } from "#app/_server/http/client-address.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { admitInvited } from "#lib/auth/admission/admit-invitation.ts";
import { password, personName } from "#lib/auth/schema.ts";
import { createInvitedAccount } from "#lib/tenant/create-invited-account.ts";

const body = z.object({ token: z.string().max(200), name: personName, password });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: publicFormRoute({ body }, async (operator, { request, requestId, body: { token, ...account } }) => {
    const { ctx, invitationId, proof } = await admitInvited(token, requestId);
    const address = clientAddressOf(request.headers);
    return createInvitedAccount(ctx, operator, invitationId, { ...account, proof, address });
  }),
});
