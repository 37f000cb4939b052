import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { personRoute } from "#app/_server/routes/person-route.ts";
import { admitInvitation } from "#lib/auth/admission/admit-invitation.ts";
import { acceptInvitation, describeInvitation } from "#lib/tenant/accept-invitation.ts";

const body = z.object({ token: z.string().max(200), accept: z.boolean().default(false) });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The token is in the body because URLs end up in logs. */
  POST: personRoute({ body }, async (person, { body: { token, accept }, requestId }) => {
    const { ctx, invitationId } = await admitInvitation(person, token, requestId);
    return accept
      ? acceptInvitation(ctx, invitationId, person)
      : describeInvitation(ctx, invitationId, person);
  }),
});
