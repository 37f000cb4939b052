import { and, eq, ne, sql } from "drizzle-orm";
import { documents, ingestions, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import type { SourceChanges, SyncReport } from "../schema.ts";

export type SourceRow = typeof knowledgeSources.$inferSelect;
export type SyncClaim = { sourceId: Id<"src">; revision: number };

const ofTenant = (ctx: Context, sourceId: Id<"src">) =>
  and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId));

/** Still the look that was asked for last, and not called off: the fence of whoever works on it. */
const isHeld = (ctx: Context, { sourceId, revision }: SyncClaim) =>
  and(ofTenant(ctx, sourceId), eq(knowledgeSources.syncRevision, revision));

export async function findWholeSource(ctx: Context, sourceId: Id<"src">): Promise<SourceRow | null> {
  const [row] = await ctx.db.select().from(knowledgeSources).where(ofTenant(ctx, sourceId));
  return row ?? null;
}

/** @returns null where the chatbot has a source of this origin already */
export async function insertSource(
  tx: Context,
  source: Pick<SourceRow, "chatbotId" | "kind" | "origin" | "name"> & Partial<SourceRow>,
): Promise<SourceRow | null> {
  const [row] = await tx.db
    .insert(knowledgeSources)
    .values({ ...source, tenantId: tx.tenantId, id: newId("src") })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

export async function findSourceByOrigin(
  ctx: Context,
  { chatbotId, origin }: { chatbotId: Id<"bot">; origin: string },
): Promise<SourceRow | null> {
  const [row] = await ctx.db
    .select()
    .from(knowledgeSources)
    .where(
      and(
        eq(knowledgeSources.tenantId, ctx.tenantId),
        eq(knowledgeSources.chatbotId, chatbotId),
        eq(knowledgeSources.origin, origin),
      ),
    );
  return row ?? null;
}

/** Raises the revision, so that every run and every scheduled look of before comes to nothing. */
export async function raiseSync(
  tx: Context,
  sourceId: Id<"src">,
  change: SourceChanges & { syncState?: SourceRow["syncState"] },
): Promise<SourceRow | null> {
  const [row] = await tx.db
    .update(knowledgeSources)
    .set({
      ...change,
      ...(change.syncState ? { syncReason: null } : {}),
      syncRevision: sql`${knowledgeSources.syncRevision} + 1`,
      updatedAt: tx.now(),
    })
    .where(ofTenant(tx, sourceId))
    .returning();
  return row ?? null;
}

export async function takeSync(ctx: Context, claim: SyncClaim): Promise<SourceRow | null> {
  const [row] = await ctx.db
    .update(knowledgeSources)
    .set({ syncState: "fetching", syncReason: null, updatedAt: ctx.now() })
    .where(isHeld(ctx, claim))
    .returning();
  return row ?? null;
}

/** @returns whether it is still wanted */
export async function saveSyncReport(ctx: Context, claim: SyncClaim, report: SyncReport): Promise<boolean> {
  const rows = await ctx.db
    .update(knowledgeSources)
    .set({ syncReport: report, updatedAt: ctx.now() })
    .where(and(isHeld(ctx, claim), eq(knowledgeSources.syncState, "fetching")))
    .returning({ id: knowledgeSources.id });
  return rows.length > 0;
}

export async function endSync(
  tx: Context,
  claim: SyncClaim,
  ending: { state: "ready" | "failed"; reason: string | null; report: SyncReport | null },
): Promise<SourceRow | null> {
  const [row] = await tx.db
    .update(knowledgeSources)
    .set({
      syncState: ending.state,
      syncReason: ending.reason,
      ...(ending.report ? { syncReport: ending.report } : {}),
      syncedAt: tx.now(),
      updatedAt: tx.now(),
    })
    .where(and(isHeld(tx, claim), ne(knowledgeSources.syncState, "cancelled")))
    .returning();
  return row ?? null;
}

/** Of documents and of ingestions: also a path that never became a document can be gone. */
export async function listPaths(ctx: Context, sourceId: Id<"src">): Promise<string[]> {
  const of = (table: typeof documents | typeof ingestions) =>
    ctx.db
      .select({ path: table.path })
      .from(table)
      .where(and(eq(table.tenantId, ctx.tenantId), eq(table.sourceId, sourceId)));
  const rows = [...(await of(documents)), ...(await of(ingestions))];
  return [...new Set(rows.map(({ path }) => path))];
}
