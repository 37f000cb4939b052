import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { revokeAccessCode } from "#lib/people/revoke-access-code.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "people:write" }, ({ ctx }, { params }) =>
    revokeAccessCode(ctx, params.id ?? ""),
  ),
});
