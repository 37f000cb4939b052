import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { withdrawAccessCode } from "#lib/people/revoke-access-code.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "people:write" }, ({ ctx }, { params }) =>
    withdrawAccessCode(ctx, params.id ?? ""),
  ),
});
