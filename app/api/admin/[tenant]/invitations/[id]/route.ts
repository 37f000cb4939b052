import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { revokeInvitation } from "#lib/tenant/revoke-invitation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "members:write" }, ({ ctx }, { params }) =>
    revokeInvitation(ctx, params.id ?? ""),
  ),
});
