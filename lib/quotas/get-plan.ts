import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { readLimits } from "./get-limits.ts";
import { findPlan } from "./queries/plans.ts";
import { plans, type WorkspacePlan } from "./schema.ts";

/** Gets the plan of a workspace, for the operator. */
export async function getPlan(operator: OperatorContext, tenantId: Id<"ten">): Promise<WorkspacePlan> {
  const row = await findPlan(operator, tenantId);
  return { plan: plans.find((one) => one === row?.plan) ?? "standard", limits: readLimits(row?.limits) };
}
