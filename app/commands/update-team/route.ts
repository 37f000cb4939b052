import { commandRoute } from "#app/_server/routes/command-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { updateTeam } from "#lib/status/commands/update-team.ts";
import { updateTeamInput } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: commandRoute("update-team", updateTeamInput, updateTeam),
});
