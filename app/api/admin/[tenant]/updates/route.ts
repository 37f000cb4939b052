import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { submitUpdate } from "#lib/status/commands/submit-update.ts";
import { updateForm } from "#lib/status/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "checkins:write", body: updateForm }, ({ ctx, person }, { body }) =>
    checkInResponse(ctx, submitUpdate(ctx, { ...body, author: person.name, personId: person.userId }), 201),
  ),
});
