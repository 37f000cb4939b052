import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { allows } from "#lib/access/permissions.ts";
import { changeUpdate } from "#lib/status/commands/change-update.ts";
import { editUpdateInput } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Only one's own. */
  PATCH: memberRoute(
    { permission: "checkins:write", body: editUpdateInput },
    ({ ctx, person }, { params, body }) =>
      checkInResponse(
        ctx,
        changeUpdate(ctx, params.id ?? "", { type: "edit", content: body.content }, person.userId),
      ),
  ),
  /** One's own; admins and owners delete anyone's. */
  DELETE: memberRoute({ permission: "checkins:write" }, ({ ctx, person, role }, { params }) =>
    checkInResponse(
      ctx,
      changeUpdate(
        ctx,
        params.id ?? "",
        { type: "remove" },
        allows(role, "workspace:write") ? null : person.userId,
      ),
    ),
  ),
});
