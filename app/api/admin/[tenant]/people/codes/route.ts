import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { createAccessCode } from "#lib/people/create-access-code.ts";
import { listAccessCodes } from "#lib/people/list-access-codes.ts";
import { accessCodeInput } from "#lib/people/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "people:write" }, ({ ctx }) => listAccessCodes(ctx)),
  POST: memberRoute({ permission: "people:write", body: accessCodeInput }, async ({ ctx }, { body }) =>
    Response.json({ code: await createAccessCode(ctx, body) }, { status: 201 }),
  ),
});
