import { and, eq, sql } from "drizzle-orm";
import { asOperatorIn } from "#db/client.ts";
import { addresses, tenants } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

/** Inserts the tenant of `tx` as the operator's role, in the transaction that inserts its first rows. */
export async function insertTenant(
  tx: Context,
  tenant: { slug: string; name: string; createdBy?: Id<"usr"> },
): Promise<void> {
  await asOperatorIn(tx.db, () => tx.db.insert(tenants).values({ id: tx.tenantId, ...tenant }));
}

/**
 * Serializes changes that count before they add, so that each sees what the one before has added. Rows that
 * only refer to the tenant can still be added.
 */
export async function lockTenant(tx: Context): Promise<void> {
  await tx.db
    .select({ id: tenants.id })
    .from(tenants)
    .where(eq(tenants.id, tx.tenantId))
    .for("no key update");
}

export async function findTenantBySlug(operator: OperatorContext, slug: string): Promise<Id<"ten"> | null> {
  const [row] = await operator.db
    .select({ tenantId: addresses.tenantId })
    .from(addresses)
    .where(and(eq(addresses.kind, "tenant"), eq(addresses.value, slug)));
  return row?.tenantId ?? null;
}

export async function listTenants(operator: OperatorContext): Promise<Id<"ten">[]> {
  const rows = await operator.db.select({ id: tenants.id }).from(tenants);
  return rows.map(({ id }) => id);
}

export async function findTenantRow(ctx: Context) {
  const [row] = await ctx.db
    .select({
      id: tenants.id,
      slug: tenants.slug,
      name: tenants.name,
      settings: tenants.settings,
      deleteAt: tenants.deleteAt,
    })
    .from(tenants)
    .where(eq(tenants.id, ctx.tenantId));
  return row ?? null;
}

export async function updateTenant(
  tx: Context,
  { name, settings }: Pick<typeof tenants.$inferInsert, "name" | "settings">,
): Promise<void> {
  await tx.db
    .update(tenants)
    .set({ name, settings: sql`${tenants.settings} || ${JSON.stringify(settings)}::jsonb` })
    .where(eq(tenants.id, tx.tenantId));
}

/** Changes some of a workspace's settings. */
export async function mergeSettings(ctx: Context, settings: Record<string, unknown>): Promise<void> {
  await ctx.db
    .update(tenants)
    .set({ settings: sql`${tenants.settings} || ${JSON.stringify(settings)}::jsonb` })
    .where(eq(tenants.id, ctx.tenantId));
}
