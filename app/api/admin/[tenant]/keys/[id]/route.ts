import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "keys:write" }, ({ ctx }, { params }) =>
    revokeApiKey(ctx, params.id ?? ""),
  ),
});
