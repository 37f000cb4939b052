import type { OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { putPlan } from "./queries/plans.ts";
import type { PlanInput } from "./schema.ts";

/** Sets a workspace's plan. It applies to later additions; nothing is deleted. */
export async function updatePlan(
  operator: OperatorContext,
  tenantId: Id<"ten">,
  input: PlanInput,
): Promise<void> {
  await putPlan(operator, tenantId, input);
  log().info({ tenantId, plan: input.plan, limits: Object.keys(input.limits) }, "plan changed");
}
