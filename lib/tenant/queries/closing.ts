import { and, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { handovers, tenants } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

/** Schedules a workspace's deletion or cancels it. @returns false if nothing changed */
export async function updateDeleteAt(tx: Context, deleteAt: Date | null): Promise<boolean> {
  const isOther = deleteAt ? isNull(tenants.deleteAt) : isNotNull(tenants.deleteAt);
  const rows = await tx.db
    .update(tenants)
    .set({ deleteAt })
    .where(and(eq(tenants.id, tx.tenantId), isOther))
    .returning({ id: tenants.id });
  return rows.length > 0;
}

/** Workspaces whose grace period is over, by the database's clock. */
export async function listDueTenants(operator: OperatorContext): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .select({ id: tenants.id })
    .from(tenants)
    .where(lte(tenants.deleteAt, sql`now()`));
  return rows.map(({ id }) => id);
}

/**
 * Deletes a workspace with every row that belongs to it. A database policy allows this only after
 * the grace period. @returns false if there is none
 */
export async function deleteTenant(tx: OperatorContext, tenantId: Id<"ten">): Promise<boolean> {
  const rows = await tx.db.delete(tenants).where(eq(tenants.id, tenantId)).returning({ id: tenants.id });
  return rows.length > 0;
}

export type Handover = typeof handovers.$inferSelect;

/** The open offer. */
export async function findHandover(ctx: Context): Promise<Handover | null> {
  const [row] = await ctx.db
    .select()
    .from(handovers)
    .where(
      and(
        eq(handovers.tenantId, ctx.tenantId),
        sql`${handovers.expiresAt} > ${ctx.now().toISOString()}::timestamptz`,
      ),
    );
  return row ?? null;
}

/** Stores the offer in place of any earlier one. */
export async function putHandover(tx: Context, offer: Omit<Handover, "tenantId">): Promise<void> {
  await tx.db
    .insert(handovers)
    .values({ tenantId: tx.tenantId, ...offer })
    .onConflictDoUpdate({ target: handovers.tenantId, set: offer });
}

/** @returns false if there was none */
export async function deleteHandover(tx: Context): Promise<boolean> {
  const rows = await tx.db
    .delete(handovers)
    .where(eq(handovers.tenantId, tx.tenantId))
    .returning({ toUserId: handovers.toUserId });
  return rows.length > 0;
}
