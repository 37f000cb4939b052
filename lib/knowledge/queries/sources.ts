import { and, asc, count, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { chatbots, documents, ingestions, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { endedStates } from "../ingestion/ingestion.ts";
import type { SourceChanges, SourceInput, SyncReport } from "../schema.ts";

export type SourceRow = typeof knowledgeSources.$inferSelect;
export type SyncClaim = { sourceId: Id<"src">; revision: number };

const ofTenant = (ctx: Context, sourceId: Id<"src">) =>
  and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId));

/** The claim is the latest request. Every write by a worker is fenced by this. */
const isCurrentClaim = (ctx: Context, { sourceId, revision }: SyncClaim) =>
  and(ofTenant(ctx, sourceId), eq(knowledgeSources.syncRevision, revision));

export async function findSourceRow(ctx: Context, sourceId: Id<"src">): Promise<SourceRow | null> {
  const [row] = await ctx.db.select().from(knowledgeSources).where(ofTenant(ctx, sourceId));
  return row ?? null;
}

/** @returns null when the chatbot already has a source of this origin */
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

export async function upsertSource(ctx: Context, chatbotId: Id<"bot">, input: Omit<SourceInput, "chatbot">) {
  const [row] = await ctx.db
    .insert(knowledgeSources)
    .values({ tenantId: ctx.tenantId, id: newId("src"), chatbotId, ...input })
    .onConflictDoUpdate({
      target: [knowledgeSources.tenantId, knowledgeSources.chatbotId, knowledgeSources.origin],
      set: {
        name: input.name,
        ...(input.settings && { settings: input.settings }),
        ...(input.syncMinutes !== undefined && { syncMinutes: input.syncMinutes }),
        updatedAt: ctx.now(),
      },
    })
    .returning();
  if (!row) throw new Error("The source was not stored.");
  return row;
}

export async function findSource(ctx: Context, sourceId: Id<"src">) {
  const [row] = await ctx.db
    .select({
      id: knowledgeSources.id,
      kind: knowledgeSources.kind,
      chatbotId: knowledgeSources.chatbotId,
      language: sql<string>`coalesce(${chatbots.config}->>'language', 'english')`,
    })
    .from(knowledgeSources)
    .innerJoin(
      chatbots,
      and(eq(chatbots.tenantId, knowledgeSources.tenantId), eq(chatbots.id, knowledgeSources.chatbotId)),
    )
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId)));
  return row ?? null;
}

export async function listSources(ctx: Context, chatbotId: Id<"bot">) {
  return ctx.db
    .select({
      id: knowledgeSources.id,
      kind: knowledgeSources.kind,
      origin: knowledgeSources.origin,
      name: knowledgeSources.name,
      documents: sql<string>`count(${documents.id})`.mapWith(Number),
      chunks: sql<string>`coalesce(sum(${documents.chunkCount}), 0)`.mapWith(Number),
    })
    .from(knowledgeSources)
    .leftJoin(
      documents,
      and(eq(documents.tenantId, knowledgeSources.tenantId), eq(documents.sourceId, knowledgeSources.id)),
    )
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.chatbotId, chatbotId)))
    .groupBy(knowledgeSources.tenantId, knowledgeSources.id)
    .orderBy(asc(knowledgeSources.createdAt));
}

/** @returns the deleted source's kind and name, or undefined when there was none */
export async function deleteSourceRow(ctx: Context, sourceId: Id<"src">) {
  const [row] = await ctx.db
    .delete(knowledgeSources)
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId)))
    .returning({ kind: knowledgeSources.kind, name: knowledgeSources.name });
  return row;
}

/** Increases the revision, which invalidates running and scheduled syncs. */
export async function raiseSyncRevision(
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

export async function claimSync(ctx: Context, claim: SyncClaim): Promise<SourceRow | null> {
  const [row] = await ctx.db
    .update(knowledgeSources)
    .set({ syncState: "fetching", syncReason: null, updatedAt: ctx.now() })
    .where(isCurrentClaim(ctx, claim))
    .returning();
  return row ?? null;
}

/** @returns false when the sync was canceled or superseded */
export async function saveSyncReport(ctx: Context, claim: SyncClaim, report: SyncReport): Promise<boolean> {
  const rows = await ctx.db
    .update(knowledgeSources)
    .set({ syncReport: report, updatedAt: ctx.now() })
    .where(and(isCurrentClaim(ctx, claim), eq(knowledgeSources.syncState, "fetching")))
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
    .where(and(isCurrentClaim(tx, claim), ne(knowledgeSources.syncState, "cancelled")))
    .returning();
  return row ?? null;
}

/** Paths of documents and of ingestions, since a page may have failed before it became a document. */
export async function listPaths(ctx: Context, sourceId: Id<"src">): Promise<string[]> {
  const of = (table: typeof documents | typeof ingestions) =>
    ctx.db
      .select({ path: table.path })
      .from(table)
      .where(and(eq(table.tenantId, ctx.tenantId), eq(table.sourceId, sourceId)));
  const rows = [...(await of(documents)), ...(await of(ingestions))];
  return [...new Set(rows.map(({ path }) => path))];
}

/** Returns a chatbot's sources in order of creation, with counts of their documents and ingestions. */
export async function listSourceCounts(ctx: Context, chatbotId: Id<"bot">) {
  const number = (count: SQL, name: string) => sql<number>`${count}`.mapWith(Number).as(name);
  const stored = ctx.db
    .select({
      sourceId: documents.sourceId,
      documents: number(sql`count(*)`, "documents"),
      chunks: number(sql`sum(${documents.chunkCount})`, "chunks"),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)))
    .groupBy(documents.sourceId)
    .as("stored");
  const ended = sql.join(
    endedStates.map((state) => sql`${state}`),
    sql`, `,
  );
  const read = ctx.db
    .select({
      sourceId: ingestions.sourceId,
      underWay: number(sql`count(*) filter (where ${ingestions.state} not in (${ended}))`, "under_way"),
      failed: number(sql`count(*) filter (where ${ingestions.state} = 'failed')`, "failed"),
    })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.chatbotId, chatbotId)))
    .groupBy(ingestions.sourceId)
    .as("read");
  return ctx.db
    .select({
      source: knowledgeSources,
      documents: sql`coalesce(${stored.documents}, 0)`.mapWith(Number),
      chunks: sql`coalesce(${stored.chunks}, 0)`.mapWith(Number),
      underWay: sql`coalesce(${read.underWay}, 0)`.mapWith(Number),
      failed: sql`coalesce(${read.failed}, 0)`.mapWith(Number),
    })
    .from(knowledgeSources)
    .leftJoin(stored, eq(stored.sourceId, knowledgeSources.id))
    .leftJoin(read, eq(read.sourceId, knowledgeSources.id))
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.chatbotId, chatbotId)))
    .orderBy(asc(knowledgeSources.createdAt), asc(knowledgeSources.id));
}

/** Returns the source of each document. */
export async function listSourcesOfDocuments(ctx: Context, documentIds: Id<"doc">[]) {
  if (documentIds.length === 0) return [];
  return ctx.db
    .select({
      documentId: documents.id,
      id: knowledgeSources.id,
      name: knowledgeSources.name,
      kind: knowledgeSources.kind,
    })
    .from(documents)
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .where(and(eq(documents.tenantId, ctx.tenantId), inArray(documents.id, documentIds)));
}

export async function countSources(ctx: Context) {
  return ctx.db
    .select({ chatbotId: knowledgeSources.chatbotId, all: count() })
    .from(knowledgeSources)
    .where(eq(knowledgeSources.tenantId, ctx.tenantId))
    .groupBy(knowledgeSources.chatbotId);
}
