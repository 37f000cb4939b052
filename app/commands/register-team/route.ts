import { commandRoute } from "#app/_server/routes/command-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { registerTeam } from "#lib/status/commands/register-team.ts";
import { registerTeamInput } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: commandRoute("register-team", registerTeamInput, registerTeam),
});
