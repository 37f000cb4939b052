import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { entitlementChange } from "#lib/people/schema.ts";
import { updateEntitlement } from "#lib/people/update-entitlement.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "people:write", body: entitlementChange }, ({ ctx }, { params, body }) =>
    updateEntitlement(ctx, params.id ?? "", body),
  ),
});
