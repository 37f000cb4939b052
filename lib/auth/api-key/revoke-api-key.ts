import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { invalidateKey } from "../admission/admission-cache.ts";
import { revokeApiKey as revoke } from "../queries/api-keys.ts";

/** Revokes a key: at once in this process, within five seconds in others. @throws ParleyError not_found */
export async function revokeApiKey(ctx: Context, keyId: string): Promise<void> {
  const id = parseId("key", keyId, "key");
  const key = await transaction(ctx, async (tx) => {
    const revoked = await revoke(tx, id);
    if (!revoked) throw notFound("key");
    await recordAudit(tx, { action: "key.revoked", target: id, details: { name: revoked.name } });
    return revoked;
  });
  invalidateKey(ctx.tenantId, id, key.hash);
}
