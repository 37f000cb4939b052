import type { Context } from "#lib/context/context.ts";
import type { DailyQuota } from "#lib/core/plan-limits.ts";
import { getLimits } from "./get-limits.ts";
import { addDailyUse, readDailyUse, subtractDailyUse } from "./queries/uses.ts";
import { dailyRefusal } from "./quota-refusal.ts";

export type DailyTake = { quota: DailyQuota; day: string; amount: number };

/**
 * Takes from the workspace's quota of today (UTC) in one statement, so that parallel calls cannot exceed the
 * limit together.
 * @returns what was taken, for `refundDailyQuota`
 * @throws ParleyError limited until the day ends
 */
export async function takeDailyQuota(ctx: Context, quota: DailyQuota, amount: number): Promise<DailyTake> {
  const take = { quota, day: dayOf(ctx), amount };
  const limit = (await getLimits(ctx))[quota];
  if (!(await addDailyUse(ctx, { ...take, limit })) && limit !== null) throw refusal(ctx, quota, limit);
  return take;
}

/** Returns what was taken but not used. */
export async function refundDailyQuota(ctx: Context, take: DailyTake, amount = take.amount): Promise<void> {
  await subtractDailyUse(ctx, { ...take, amount });
}

/**
 * Refuses early if today's quota is used up. Takes nothing.
 * @throws ParleyError limited until the day ends
 */
export async function requireDailyQuota(ctx: Context, quota: DailyQuota): Promise<void> {
  const limit = (await getLimits(ctx))[quota];
  if (limit !== null && (await readDailyUse(ctx, quota, dayOf(ctx))) >= limit)
    throw refusal(ctx, quota, limit);
}

function refusal(ctx: Context, quota: DailyQuota, limit: number) {
  return dailyRefusal(quota, { limit, now: ctx.now(), resetsAt: endOfDay(ctx) });
}

export const dayOf = ({ now }: Context) => now().toISOString().slice(0, 10);

export function endOfDay(ctx: Context): Date {
  return new Date(Date.parse(dayOf(ctx)) + 86_400_000);
}
