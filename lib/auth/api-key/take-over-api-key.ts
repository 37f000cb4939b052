import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { invalidateKey } from "../admission/admission-cache.ts";
import { updateApiKeyMaker } from "../queries/api-keys.ts";

/**
 * Makes the acting member responsible for a key, so that it outlives its maker's membership.
 * @throws ParleyError not_found if it is unknown, revoked, or theirs already
 */
export async function takeOverApiKey(ctx: Context, keyId: string): Promise<void> {
  const id = parseId("key", keyId, "key");
  const { actor } = ctx;
  if (actor.kind !== "user")
    throw new ParleyError("forbidden", "Only a signed-in member can take over a key.");
  const key = await transaction(ctx, async (tx) => {
    const taken = await updateApiKeyMaker(tx, id, actor.id);
    if (!taken) throw notFound("key");
    await recordAudit(tx, { action: "key.taken-over", target: id, details: { name: taken.name } });
    return taken;
  });
  invalidateKey(ctx.tenantId, id, key.hash);
}
