import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { membershipChange } from "#lib/status/schema.ts";
import { changeMembership } from "#lib/status/studio/change-membership.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute(
    { permission: "checkins:write", body: membershipChange },
    ({ ctx, person }, { params, body }) =>
      checkInResponse(ctx, changeMembership(ctx, params.id ?? "", body, person.userId)),
  ),
});
