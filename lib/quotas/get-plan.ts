import type { OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import type { PlanLimits } from "#lib/core/plan-limits.ts";
import { effectiveLimits } from "./effective-limits.ts";
import { readLimits } from "./get-limits.ts";
import { findPlan } from "./queries/plans.ts";
import { plans, type WorkspacePlan } from "./schema.ts";

/** Gets the plan of a workspace, and the instance's limits that its own replace, for the operator. */
export async function getPlan(
  operator: OperatorContext,
  tenantId: Id<"ten">,
): Promise<WorkspacePlan & { standard: PlanLimits }> {
  const { plan, limits, instance } = await findPlan(operator, tenantId);
  const given = { instance: readLimits(instance), environment: env().PLAN_LIMITS };
  return {
    plan: plans.find((one) => one === plan) ?? "standard",
    limits: readLimits(limits),
    standard: effectiveLimits({ plan: "standard", limits: {} }, given),
  };
}
