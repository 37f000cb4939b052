import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { revokeInvitation } from "#lib/tenant/revoke-invitation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "members:write" }, ({ ctx }, { params }) =>
    revokeInvitation(ctx, params.id ?? ""),
  ),
});
