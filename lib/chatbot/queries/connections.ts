import { eq } from "drizzle-orm";
import { modelConnections } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

export type ConnectionRow = typeof modelConnections.$inferSelect;

export async function findConnection(ctx: Context): Promise<ConnectionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(modelConnections)
    .where(eq(modelConnections.tenantId, ctx.tenantId));
  return row ?? null;
}

/** As `findConnection`, and locks the row until the transaction ends. */
export async function lockConnection(tx: Context): Promise<ConnectionRow | null> {
  const [row] = await tx.db
    .select()
    .from(modelConnections)
    .where(eq(modelConnections.tenantId, tx.tenantId))
    .for("update");
  return row ?? null;
}

export async function putConnection(
  tx: Context,
  connection: Omit<ConnectionRow, "tenantId" | "updatedAt">,
): Promise<void> {
  const row = { ...connection, updatedAt: tx.now() };
  await tx.db
    .insert(modelConnections)
    .values({ tenantId: tx.tenantId, ...row })
    .onConflictDoUpdate({ target: modelConnections.tenantId, set: row });
}

export async function deleteConnection(tx: Context): Promise<ConnectionRow | null> {
  const [row] = await tx.db
    .delete(modelConnections)
    .where(eq(modelConnections.tenantId, tx.tenantId))
    .returning();
  return row ?? null;
}
