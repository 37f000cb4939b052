import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { assignPlan } from "#lib/quotas/assign-plan.ts";
import { insertTenant } from "./queries/tenants.ts";

/**
 * Creates a tenant for the operator, without limits. Only admission can provide `enter`, which creates the
 * new tenant's context.
 * @throws ParleyError conflict if the slug is taken
 */
export async function createTenant(
  enter: (tenantId: Id<"ten">) => Context,
  input: { slug: string; name: string },
): Promise<Context> {
  const id = newId("ten");
  const ctx = enter(id);
  await transaction(ctx, async (tx) => {
    await insertTenant(tx, input);
    await assignPlan(tx, "unlimited");
    if (!(await reserveHandle(tx, { kind: "tenant", value: input.slug, targetId: id })))
      throw new ParleyError("conflict", `The name ${input.slug} is already taken.`);
  });
  return ctx;
}
