import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { chatbotAccessOf } from "../admission/admission-cache.ts";
import { claimAddress } from "../queries/addresses.ts";
import { insertApiKey } from "../queries/api-keys.ts";
import type { ApiScope } from "../schema.ts";
import { hashApiKey, labelApiKey, newApiKey } from "./api-key.ts";

type NewApiKey = {
  name: string;
  scopes: ApiScope[];
  /** The only chatbot that the key works for. */
  chatbotId?: Id<"bot"> | null;
  expiresAt?: Date | null;
};

/**
 * Creates an API key. Its text is returned only here. The member who creates it is its maker: it stops
 * working when they leave, and never allows more than their role.
 * @throws ParleyError not_found for an unknown chatbot, quota_exceeded
 */
export async function createApiKey(ctx: Context, input: NewApiKey): Promise<string> {
  const { name, scopes, chatbotId = null, expiresAt = null } = input;
  if (chatbotId && !(await chatbotAccessOf(ctx.tenantId, chatbotId))) throw notFound("chatbot");
  const key = newApiKey();
  const hash = hashApiKey(key);
  const madeBy = ctx.actor.kind === "user" ? ctx.actor.id : null;
  await transaction(ctx, async (tx) => {
    await takeQuota(tx, { apiKeys: 1 });
    const id = newId("key");
    await insertApiKey(tx, { id, name, hash, scopes, chatbotId, expiresAt, madeBy, ...labelApiKey(key) });
    await claimAddress(tx, "apiKey", hash, id);
    await recordAudit(tx, {
      action: "key.made",
      target: id,
      details: { name, scopes, chatbotId, expiresAt },
    });
  });
  return key;
}
