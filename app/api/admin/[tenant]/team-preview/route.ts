import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { teamPreviewInput } from "#lib/status/schema.ts";
import { previewTeam } from "#lib/status/studio/preview-team.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Stores nothing. */
  POST: memberRoute({ permission: "checkins:write", body: teamPreviewInput }, async ({ ctx }, { body }) =>
    previewTeam(body, ctx.now()),
  ),
});
