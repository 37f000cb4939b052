import type { Context } from "#lib/context/context.ts";
import { dailyQuotas, heldQuotas } from "#lib/core/plan-limits.ts";
import { getLimits } from "./get-limits.ts";
import { countHeld, readDailyUse } from "./queries/uses.ts";
import type { QuotaUse } from "./schema.ts";
import { dayOf, endOfDay } from "./take-daily-quota.ts";

/** Gets how much the workspace uses of each quota of its plan. */
export async function getQuotas(ctx: Context): Promise<QuotaUse[]> {
  const limits = await getLimits(ctx);
  const resetsAt = endOfDay(ctx).toISOString();
  return Promise.all([
    ...heldQuotas.map(async (name): Promise<QuotaUse> => {
      return { name, used: await countHeld(ctx, name), limit: limits[name], resetsAt: null };
    }),
    ...dailyQuotas.map(async (name): Promise<QuotaUse> => {
      return { name, used: await readDailyUse(ctx, name, dayOf(ctx)), limit: limits[name], resetsAt };
    }),
  ]);
}
