import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";
import { takeOverApiKey } from "#lib/auth/api-key/take-over-api-key.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Makes the acting member responsible for the key. */
  PATCH: memberRoute(
    { permission: "keys:write", body: z.object({ takeOver: z.literal(true) }) },
    ({ ctx }, { params }) => takeOverApiKey(ctx, params.id ?? ""),
  ),
  DELETE: memberRoute({ permission: "keys:write" }, ({ ctx }, { params }) =>
    revokeApiKey(ctx, params.id ?? ""),
  ),
});
