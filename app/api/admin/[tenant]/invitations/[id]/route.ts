import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { withdrawInvitation } from "#lib/tenant/revoke-invitation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "members:write" }, ({ ctx }, { params }) =>
    withdrawInvitation(ctx, params.id ?? ""),
  ),
});
