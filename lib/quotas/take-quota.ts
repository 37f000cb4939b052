import type { Context } from "#lib/context/context.ts";
import type { HeldQuota } from "#lib/core/plan-limits.ts";
import { getLimits } from "./get-limits.ts";
import { countHeld, lockQuota } from "./queries/uses.ts";
import { heldRefusal } from "./quota-refusal.ts";

/**
 * Takes from a quota before the rows are added, in the same transaction: of two that take the last place at
 * once, one is refused. Several quotas are taken in the order of `heldQuotas`, before any row is locked.
 * @throws ParleyError quota_exceeded, too_large for storage
 */
export async function takeQuota(tx: Context, quota: HeldQuota, amount = 1): Promise<void> {
  if (amount <= 0) return;
  const limit = (await getLimits(tx))[quota];
  if (limit === null) return;
  await lockQuota(tx, quota);
  const used = await countHeld(tx, quota);
  if (used + amount > limit) throw heldRefusal(quota, limit, used);
}

/**
 * Refuses early what `takeQuota` would refuse, before work is done for it. Nothing is taken.
 * @throws ParleyError quota_exceeded, too_large for storage
 */
export async function requireQuota(ctx: Context, quota: HeldQuota, amount = 1): Promise<void> {
  const limit = (await getLimits(ctx))[quota];
  if (limit === null || amount <= 0) return;
  const used = await countHeld(ctx, quota);
  if (used + amount > limit) throw heldRefusal(quota, limit, used);
}
