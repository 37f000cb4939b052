import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { cleanedName } from "#lib/core/clean-name.ts";
import { parseId } from "#lib/core/ids.ts";

/** Ten years: a date beyond it is a mistake. */
const LONGEST_MS = 3_650 * 86_400_000;

const expiry = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .refine(
    (date) => date.getTime() > Date.now() && date.getTime() < Date.now() + LONGEST_MS,
    "Choose a date in the future, at most ten years from now.",
  );

const body = z.object({
  name: cleanedName(60),
  scopes: z.array(z.enum(apiScopes)).min(1, "Choose at least one permission.").max(apiScopes.length),
  /** The id of the one chatbot that the key is for. */
  chatbot: z.string().max(64).nullish(),
  expiresAt: expiry.nullish(),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "keys:read" }, async ({ ctx }) => ({ keys: await listApiKeys(ctx) })),
  /** Only this response contains the key itself. */
  POST: memberRoute({ permission: "keys:write", body }, async ({ ctx }, { body }) => {
    const { chatbot, ...input } = body;
    const chatbotId = chatbot ? parseId("bot", chatbot, "chatbot") : null;
    return Response.json({ key: await createApiKey(ctx, { ...input, chatbotId }) }, { status: 201 });
  }),
});
