import { timingSafeEqual } from "node:crypto";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { transaction } from "#lib/context/transaction.ts";
import { env } from "#lib/core/env.ts";
import { newId } from "#lib/core/ids.ts";
import { hashApiKey } from "../api-key/api-key.ts";
import { claimAddress, releaseAddress } from "../queries/addresses.ts";
import { findFirstWorkspace, findOwnKeys, insertApiKey, revokeApiKey } from "../queries/api-keys.ts";
import type { ApiScope } from "../schema.ts";
import { invalidateKey, keyHolderOf } from "./admission-cache.ts";

const NAME = "API_SECRET";
const SCOPES: ApiScope[] = ["checkins:read", "checkins:write"];

const bytes = (text: string) => Buffer.from(hashApiKey(text), "hex");

/** Whether a bearer token is the instance's API_SECRET. */
export function isServiceSecret(token: string): boolean {
  const { API_SECRET } = env();
  return API_SECRET !== undefined && timingSafeEqual(bytes(API_SECRET), bytes(token));
}

/**
 * Returns the holder of API_SECRET: a key of the first workspace, which its first use creates. It replaces
 * the key of an earlier API_SECRET. Null without a workspace, or once a member has revoked it.
 */
export async function serviceKeyHolder(): ReturnType<typeof keyHolderOf> {
  const hash = hashApiKey(env().API_SECRET ?? "");
  const known = await keyHolderOf(hash);
  if (known) return known;
  await createServiceKey(hash);
  return keyHolderOf(hash);
}

async function createServiceKey(hash: string): Promise<void> {
  const tenantId = await findFirstWorkspace(sealOperator());
  if (!tenantId) return;
  const ctx = sealContext({ tenantId, actor: { kind: "public" } });
  const id = newId("key");
  await transaction(ctx, async (tx) => {
    const before = await findOwnKeys(tx, NAME);
    if (before.some((key) => key.hash === hash)) return;
    // Another process may have created it just now.
    if (!(await claimAddress(tx, "apiKey", hash, id))) return;
    for (const key of before.filter(({ revokedAt }) => revokedAt === null)) {
      await revokeApiKey(tx, key.id);
      await releaseAddress(tx, "apiKey", key.hash);
    }
    await insertApiKey(tx, { id, name: NAME, hash, scopes: SCOPES });
    await recordAudit(tx, { action: "key.made", target: id, details: { name: NAME, scopes: SCOPES } });
  });
  invalidateKey(tenantId, id, hash);
}
