import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { archiveTeam } from "#lib/status/commands/update-team.ts";
import { MAX_TEAM_BYTES, teamForm } from "#lib/status/schema.ts";
import { editInStudio } from "#lib/status/studio/save-team.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PATCH: memberRoute(
    { permission: "checkins:write", body: teamForm, maxBytes: MAX_TEAM_BYTES },
    ({ ctx }, { params, body }) => checkInResponse(ctx, editInStudio(ctx, params.id ?? "", body)),
  ),
  /** Archives it; its updates stay. */
  DELETE: memberRoute({ permission: "checkins:write" }, ({ ctx }, { params }) =>
    checkInResponse(ctx, archiveTeam(ctx, { team_id: params.id ?? "" })),
  ),
});
