import { z } from "zod";
import { methods } from "#app/_server/routes/methods.ts";
import { publicFormRoute } from "#app/_server/routes/public-form-route.ts";
import { admitInvited } from "#lib/auth/admission/admit-invitation.ts";
import { previewInvitation } from "#lib/tenant/accept-invitation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The token is in the body because URLs end up in logs. */
  POST: publicFormRoute(
    { body: z.object({ token: z.string().max(200) }) },
    async (_, { body, requestId }) => {
      const { ctx, invitationId, proof } = await admitInvited(body.token, requestId);
      return previewInvitation(ctx, invitationId, proof);
    },
  ),
});
