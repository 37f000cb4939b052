import { eq, sql } from "drizzle-orm";
import { instanceSettings, workspacePlans } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { PlanInput } from "../schema.ts";

/** Name of the instance setting that holds the limits an operator changed. */
const SETTING = "planLimits";

/** Reads the workspace's plan and the instance's limits in one statement. */
export async function readPlan(
  ctx: Pick<Context, "tenantId" | "db">,
): Promise<{ plan: string | null; limits: unknown; instance: unknown }> {
  const [row] = await ctx.db
    .select({
      plan: workspacePlans.plan,
      limits: workspacePlans.limits,
      instance: instanceSettings.value,
    })
    .from(sql`(select) one`)
    .leftJoin(workspacePlans, eq(workspacePlans.tenantId, ctx.tenantId))
    .leftJoin(instanceSettings, eq(instanceSettings.name, SETTING));
  return row ?? { plan: null, limits: null, instance: null };
}

export async function putPlan(
  operator: OperatorContext,
  tenantId: Id<"ten">,
  { plan, limits }: PlanInput,
): Promise<void> {
  await operator.db
    .insert(workspacePlans)
    .values({ tenantId, plan, limits })
    .onConflictDoUpdate({ target: workspacePlans.tenantId, set: { plan, limits, updatedAt: sql`now()` } });
}

/** The same for the operator, who reads any workspace. */
export async function findPlan(operator: OperatorContext, tenantId: Id<"ten">) {
  return readPlan({ tenantId, db: operator.db });
}
