import { recordAudit } from "#lib/audit/record-audit.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { assignPlan } from "#lib/quotas/assign-plan.ts";
import { takeWorkspaceQuota } from "#lib/quotas/take-workspace-quota.ts";
import { insertMember } from "./queries/members.ts";
import { insertTenant } from "./queries/tenants.ts";

/**
 * Creates a workspace with `userId` as its first owner. Only admission can provide `enter`, which creates the
 * new tenant's context.
 * @throws ParleyError conflict if the slug is taken, quota_exceeded if the account has created too many
 */
export async function createWorkspace(
  enter: (tenantId: Id<"ten">) => Context,
  { userId, ...input }: { slug: string; name: string; userId: Id<"usr"> },
): Promise<Context> {
  const id = newId("ten");
  const ctx = enter(id);
  await transaction(ctx, async (tx) => {
    const plan = await takeWorkspaceQuota(tx, userId);
    await insertTenant(tx, { ...input, createdBy: userId });
    await assignPlan(tx, plan);
    if (!(await reserveHandle(tx, { kind: "tenant", value: input.slug, targetId: id })))
      throw taken(input.slug);
    await insertMember(tx, userId, "owner");
    await recordAudit(tx, { action: "workspace.created", target: id, details: { name: input.name } });
  });
  return ctx;
}

const taken = (slug: string) =>
  new ParleyError("conflict", `The URL “${slug}” is already taken. Choose another.`);
