import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { MAX_TEAM_BYTES, teamForm } from "#lib/status/schema.ts";
import { registerInStudio } from "#lib/status/studio/save-team.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute(
    { permission: "checkins:write", body: teamForm, maxBytes: MAX_TEAM_BYTES },
    ({ ctx }, { body }) => checkInResponse(ctx, registerInStudio(ctx, body), 201),
  ),
});
