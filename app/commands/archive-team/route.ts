import { commandRoute } from "#app/_server/routes/command-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { archiveTeam } from "#lib/status/commands/update-team.ts";
import { archiveTeamInput } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: commandRoute("archive-team", archiveTeamInput, archiveTeam),
});
