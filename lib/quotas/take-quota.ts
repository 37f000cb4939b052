import type { Context } from "#lib/context/context.ts";
import { type HeldQuota, heldQuotas } from "#lib/core/plan-limits.ts";
import { getLimits } from "./get-limits.ts";
import { countHeld, lockQuota } from "./queries/uses.ts";
import { heldRefusal } from "./quota-refusal.ts";

/** The amount to take from each quota. Zero or less is always allowed. */
type Amounts = Partial<Record<HeldQuota, number>>;

/**
 * Takes from quotas before rows are added, in the same transaction and before any row is locked, so that only
 * one of two concurrent callers gets the last place. Requests per minute are not quotas: they are decided in
 * lib/limits/rate-limits.ts.
 * @throws ParleyError quota_exceeded, too_large for storage
 */
export async function takeQuota(tx: Context, amounts: Amounts): Promise<void> {
  for (const { quota, amount, limit } of await limited(tx, amounts)) {
    await lockQuota(tx, quota);
    const used = await countHeld(tx, quota);
    if (used + amount > limit) throw heldRefusal(quota, limit, used);
  }
}

/**
 * Refuses early what `takeQuota` would refuse, before work is done for it. Takes nothing.
 * @throws ParleyError quota_exceeded, too_large for storage
 */
export async function requireQuota(ctx: Context, amounts: Amounts): Promise<void> {
  for (const { quota, amount, limit } of await limited(ctx, amounts)) {
    const used = await countHeld(ctx, quota);
    if (used + amount > limit) throw heldRefusal(quota, limit, used);
  }
}

/** Always in the same order, so that transactions cannot deadlock. */
async function limited(ctx: Context, amounts: Amounts) {
  const asked = heldQuotas.flatMap((quota) => {
    const amount = amounts[quota] ?? 0;
    return amount > 0 ? [{ quota, amount }] : [];
  });
  if (asked.length === 0) return [];
  const limits = await getLimits(ctx);
  return asked.flatMap(({ quota, amount }) => {
    const limit = limits[quota];
    return limit === null ? [] : [{ quota, amount, limit }];
  });
}
