import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { cleanedName } from "#lib/core/clean-name.ts";

const body = z.object({
  name: cleanedName(60),
  scopes: z.array(z.enum(apiScopes)).min(1, "Choose at least one permission.").max(apiScopes.length),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "keys:read" }, async ({ ctx }) => ({ keys: await listApiKeys(ctx) })),
  /** Only this response contains the key itself. */
  POST: memberRoute({ permission: "keys:write", body }, async ({ ctx }, { body }) =>
    Response.json({ key: await createApiKey(ctx, body) }, { status: 201 }),
  ),
});
