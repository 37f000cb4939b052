import type { Context } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import { type PlanLimits, type PlanLimitsChange, planLimitsChange } from "#lib/core/plan-limits.ts";
import { effectiveLimits } from "./effective-limits.ts";
import { readPlan } from "./queries/plans.ts";
import { plans } from "./schema.ts";

/** Gets the limits that apply to the workspace now. */
export async function getLimits(ctx: Context): Promise<PlanLimits> {
  const { plan, limits, instance } = await readPlan(ctx);
  return effectiveLimits(
    { plan: plans.find((one) => one === plan) ?? "standard", limits: readLimits(limits) },
    { instance: readLimits(instance), environment: env().PLAN_LIMITS },
  );
}

/** Stored limits that are invalid count as not set. */
export function readLimits(stored: unknown): PlanLimitsChange {
  return planLimitsChange.safeParse(stored ?? {}).data ?? {};
}
