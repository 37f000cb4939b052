import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { changeEntitlement } from "#lib/people/update-entitlement.ts";
import { entitlementChange } from "#lib/people/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "people:write", body: entitlementChange }, ({ ctx }, { params, body }) =>
    changeEntitlement(ctx, params.id ?? "", body),
  ),
});
