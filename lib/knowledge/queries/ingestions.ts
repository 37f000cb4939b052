import { and, asc, eq, gt, inArray, notInArray, sql } from "drizzle-orm";
import { ingestions } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { endedStates, type IngestionState } from "../ingestion/ingestion.ts";

export type IngestionRow = typeof ingestions.$inferSelect;
export type Claim = { id: Id<"ing">; revision: number };

const ofTenant = (ctx: Context, id: Id<"ing">) =>
  and(eq(ingestions.tenantId, ctx.tenantId), eq(ingestions.id, id));

/** The claim is current and the ingestion has not ended. Every write by a worker is fenced by this. */
const isCurrentClaim = (ctx: Context, { id, revision }: Claim) =>
  and(ofTenant(ctx, id), eq(ingestions.revision, revision), notInArray(ingestions.state, [...endedStates]));

type Request = Pick<
  typeof ingestions.$inferInsert,
  "chatbotId" | "sourceId" | "path" | "originalKey" | "originalBytes" | "mediaType" | "page"
>;

/** Queues a path, replacing any running ingestion. `replacedKey` is the original that is no longer needed. */
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
  return { row, replacedKey: before && before.originalKey !== row.originalKey ? before.originalKey : null };
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

/** Starts or resumes an ingestion. @returns null when the claim is superseded */
export async function claimIngestion(ctx: Context, claim: Claim): Promise<IngestionRow | null> {
  const [row] = await ctx.db
    .update(ingestions)
    .set({ attempts: sql`${ingestions.attempts} + 1`, updatedAt: ctx.now() })
    .where(isCurrentClaim(ctx, claim))
    .returning();
  return row ?? null;
}

/** @returns false when the claim is superseded */
export async function saveProgress(
  ctx: Context,
  claim: Claim,
  progress: Partial<
    Pick<
      IngestionRow,
      "state" | "done" | "total" | "originalKey" | "originalBytes" | "reason" | "page" | "mediaType"
    >
  >,
): Promise<boolean> {
  const rows = await ctx.db
    .update(ingestions)
    .set({ ...progress, updatedAt: ctx.now() })
    .where(isCurrentClaim(ctx, claim))
    .returning({ id: ingestions.id });
  return rows.length > 0;
}

/**
 * Ends an ingestion. In the transaction that stores the document this is the fence.
 * @returns false when superseded
 */
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
    .where(isCurrentClaim(ctx, claim))
    .returning({ id: ingestions.id });
  return rows.length > 0;
}

/** @returns null when it has already ended */
export async function cancelIngestionRow(ctx: Context, id: Id<"ing">): Promise<IngestionRow | null> {
  const [row] = await ctx.db
    .update(ingestions)
    .set({ state: "cancelled", updatedAt: ctx.now(), finishedAt: ctx.now() })
    .where(and(ofTenant(ctx, id), notInArray(ingestions.state, [...endedStates])))
    .returning();
  return row ?? null;
}

/** Queues a failed or canceled ingestion again, with its stored original. @returns null in any other state */
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

/** @returns the storage key of its original, or undefined when there was no row */
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
