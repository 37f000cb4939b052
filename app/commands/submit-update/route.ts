import { commandRoute } from "#app/_server/routes/command-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { submitUpdateInput } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: commandRoute("submit-update", submitUpdateInput, submitUpdate),
});
