import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { role } from "#lib/access/role.ts";
import { updateMember } from "#lib/tenant/update-member.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute({ permission: "members:write", body: z.object({ role }) }, ({ ctx }, { params, body }) =>
    updateMember(ctx, params.id ?? "", body.role),
  ),
  /** Members may leave; `removeMember` decides who may remove others. */
  DELETE: memberRoute({ permission: "workspace:read" }, ({ ctx }, { params }) =>
    updateMember(ctx, params.id ?? "", null),
  ),
});
