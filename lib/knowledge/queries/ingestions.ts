import { and, asc, eq, gt, inArray, notInArray, sql } from "drizzle-orm";
import { documents, ingestions } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import type { IngestionState } from "../ingestion/ingestion.ts";

export type IngestionRow = typeof ingestions.$inferSelect;
export type Claim = { id: Id<"ing">; revision: number };

const ENDED = ["ready", "failed", "cancelled"] as const;

const ofTenant = (ctx: Context, id: Id<"ing">) =>
  and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.id, id));

/** Still the one that was asked for, and not ended: the fence of every write by whoever works on it. */
const isHeld = (ctx: Context, { id, revision }: Claim) =>
  and(ofTenant(ctx, id), eq(ingestions.revision, revision), notInArray(ingestions.state, [...ENDED]));

type Request = Pick<
  typeof ingestions.$inferInsert,
  "chatbotId" | "sourceId" | "path" | "originalKey" | "originalBytes" | "mediaType" | "page"
>;

/** Queues a path, in place of whatever was under way for it. Gives the original that is no longer needed, too. */
export async function queueIngestion(tx: Context, request: Request) {
  const fresh = { state: "queued", outcome: null, reason: null, done: 0, total: 0, attempts: 0 } as const;
  const [before] = await tx.db
    .select({ originalKey: ingestions.originalKey, state: ingestions.state })
    .from(ingestions)
    .where(
      and(
        eq(ingestions.tenantId, tx.tenantId),
        eq(ingestions.sourceId, request.sourceId),
        eq(ingestions.path, request.path),
      ),
    )
    .for("update");
  const [row] = await tx.db
    .insert(ingestions)
    .values({ tenantId: tx.tenantId, id: newId("ing"), revision: 1, ...fresh, ...request })
    .onConflictDoUpdate({
      target: [ingestions.tenantId, ingestions.sourceId, ingestions.path],
      set: {
        ...fresh,
        originalKey: request.originalKey ?? null,
        originalBytes: request.originalBytes ?? null,
        mediaType: request.mediaType ?? null,
        page: request.page ?? null,
        revision: sql`${ingestions.revision} + 1`,
        updatedAt: tx.now(),
        finishedAt: null,
      },
    })
    .returning();
  if (!row) throw new Error("The ingestion was not stored.");
  return { row, leftBehind: before && before.originalKey !== row.originalKey ? before.originalKey : null };
}

export async function findIngestion(ctx: Context, id: Id<"ing">): Promise<IngestionRow | null> {
  const [row] = await ctx.db.select().from(ingestions).where(ofTenant(ctx, id));
  return row ?? null;
}

export async function findIngestionByPath(
  ctx: Context,
  sourceId: Id<"src">,
  path: string,
): Promise<IngestionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(ingestions)
    .where(
      and(
        eq(ingestions.tenantId, ctx.tenantId),
        eq(ingestions.sourceId, sourceId),
        eq(ingestions.path, path),
      ),
    );
  return row ?? null;
}

/** Takes an ingestion up, once more where an earlier run was cut off. @returns null when it is no longer wanted */
export async function takeIngestion(ctx: Context, claim: Claim): Promise<IngestionRow | null> {
  const [row] = await ctx.db
    .update(ingestions)
    .set({ attempts: sql`${ingestions.attempts} + 1`, updatedAt: ctx.now() })
    .where(isHeld(ctx, claim))
    .returning();
  return row ?? null;
}

/** @returns whether it is still wanted */
export async function saveProgress(
  ctx: Context,
  claim: Claim,
  progress: Partial<
    Pick<IngestionRow, "state" | "done" | "total" | "originalKey" | "reason" | "page" | "mediaType">
  >,
): Promise<boolean> {
  const rows = await ctx.db
    .update(ingestions)
    .set({ ...progress, updatedAt: ctx.now() })
    .where(isHeld(ctx, claim))
    .returning({ id: ingestions.id });
  return rows.length > 0;
}

/** Ends it, if it is still wanted. Inside the transaction that stores the document this is the fence. */
export async function endIngestion(
  ctx: Context,
  claim: Claim,
  ending: { state: "ready" | "failed"; outcome?: IngestionRow["outcome"]; reason?: string | null },
): Promise<boolean> {
  const rows = await ctx.db
    .update(ingestions)
    .set({
      state: ending.state,
      outcome: ending.outcome ?? null,
      reason: ending.reason ?? null,
      done: sql`${ingestions.total}`,
      updatedAt: ctx.now(),
      finishedAt: ctx.now(),
    })
    .where(isHeld(ctx, claim))
    .returning({ id: ingestions.id });
  return rows.length > 0;
}

/** @returns null when it had ended already */
export async function cancelIngestionRow(ctx: Context, id: Id<"ing">): Promise<IngestionRow | null> {
  const [row] = await ctx.db
    .update(ingestions)
    .set({ state: "cancelled", updatedAt: ctx.now(), finishedAt: ctx.now() })
    .where(and(ofTenant(ctx, id), notInArray(ingestions.state, [...ENDED])))
    .returning();
  return row ?? null;
}

/** Puts an ended one into the queue again, with the original that it had. @returns null unless it failed or was cancelled */
export async function requeueIngestion(tx: Context, id: Id<"ing">): Promise<IngestionRow | null> {
  const [row] = await tx.db
    .update(ingestions)
    .set({
      state: "queued",
      reason: null,
      outcome: null,
      done: 0,
      total: 0,
      attempts: 0,
      revision: sql`${ingestions.revision} + 1`,
      updatedAt: tx.now(),
      finishedAt: null,
    })
    .where(and(ofTenant(tx, id), inArray(ingestions.state, ["failed", "cancelled"])))
    .returning();
  return row ?? null;
}

export async function listIngestions(
  ctx: Context,
  sourceId: Id<"src">,
  page: { states?: IngestionState[]; after?: string; limit: number },
): Promise<IngestionRow[]> {
  return ctx.db
    .select()
    .from(ingestions)
    .where(
      and(
        eq(ingestions.tenantId, ctx.tenantId),
        eq(ingestions.sourceId, sourceId),
        page.states ? inArray(ingestions.state, page.states) : undefined,
        page.after ? gt(ingestions.path, page.after) : undefined,
      ),
    )
    .orderBy(asc(ingestions.path))
    .limit(page.limit);
}

export async function countIngestions(
  ctx: Context,
  sourceId: Id<"src">,
): Promise<Partial<Record<IngestionState, number>>> {
  const rows = await ctx.db
    .select({ state: ingestions.state, count: sql<string>`count(*)`.mapWith(Number) })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.sourceId, sourceId)))
    .groupBy(ingestions.state);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** @returns the original it held, or undefined when there was none */
export async function deleteIngestionRow(
  ctx: Context,
  sourceId: Id<"src">,
  path: string,
): Promise<{ originalKey: string | null } | undefined> {
  const [row] = await ctx.db
    .delete(ingestions)
    .where(
      and(
        eq(ingestions.tenantId, ctx.tenantId),
        eq(ingestions.sourceId, sourceId),
        eq(ingestions.path, path),
      ),
    )
    .returning({ originalKey: ingestions.originalKey });
  return row;
}

/** Every original that a row of this source still needs. */
export async function listOriginalKeys(ctx: Context, sourceId: Id<"src">): Promise<string[]> {
  const rows = await ctx.db
    .select({ key: documents.originalKey })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId)));
  const waiting = await ctx.db
    .select({ key: ingestions.originalKey })
    .from(ingestions)
    .where(and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.sourceId, sourceId)));
  return [...rows, ...waiting].flatMap(({ key }) => key ?? []);
}
