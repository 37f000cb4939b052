import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { invalidateKey } from "../admission/admission-cache.ts";
import * as queries from "../queries/api-keys.ts";

/**
 * Revokes the keys that a member is responsible for, in the transaction that removes the member.
 * @returns a function to call after the commit
 */
export async function revokeApiKeysOf(tx: Context, userId: Id<"usr">): Promise<() => void> {
  const keys = await queries.revokeApiKeysOf(tx, userId);
  for (const { id, name } of keys)
    await recordAudit(tx, { action: "key.revoked", target: id, details: { name, ofMember: userId } });
  return () => {
    for (const { id, hash } of keys) invalidateKey(tx.tenantId, id, hash);
  };
}
