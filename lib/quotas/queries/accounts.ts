import { count, eq, sql } from "drizzle-orm";
import { asOperatorIn } from "#db/client.ts";
import { tenants, users, workspacePlans } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Plan } from "../schema.ts";

/**
 * Counts the workspaces that an account created. Other requests of the account wait until this transaction
 * ends, so that they count what it adds.
 */
export async function countCreatedWorkspaces(
  tx: Context,
  userId: Id<"usr">,
): Promise<{ isOperator: boolean; used: number }> {
  return asOperatorIn(tx.db, async () => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`workspaces:${userId}`}, 0))`);
    const [created] = await tx.db.select({ all: count() }).from(tenants).where(eq(tenants.createdBy, userId));
    const [user] = await tx.db
      .select({ isOperator: users.isOperator })
      .from(users)
      .where(eq(users.id, userId));
    return { isOperator: user?.isOperator ?? false, used: created?.all ?? 0 };
  });
}

/** Only the operator's role may write plans. */
export async function insertPlan(tx: Context, plan: Plan): Promise<void> {
  await asOperatorIn(tx.db, () => tx.db.insert(workspacePlans).values({ tenantId: tx.tenantId, plan }));
}
