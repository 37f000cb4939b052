import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { newId } from "#lib/core/ids.ts";
import { claimAddress, insertApiKey } from "../queries/addresses.ts";
import type { ApiScope } from "../schema.ts";
import { hashApiKey, newApiKey } from "./api-key.ts";

/** Creates an API key. Its text is returned only here. */
export async function createApiKey(
  ctx: Context,
  input: { name: string; scopes: ApiScope[] },
): Promise<string> {
  const key = newApiKey();
  const hash = hashApiKey(key);
  await transaction(ctx, async (tx) => {
    const id = newId("key");
    await insertApiKey(tx, { id, name: input.name, hash, scopes: input.scopes });
    await claimAddress(tx, "apiKey", hash, id);
    await recordAudit(tx, {
      action: "key.made",
      target: id,
      details: { name: input.name, scopes: input.scopes },
    });
  });
  return key;
}
