import { and, asc, count, desc, eq, gt, inArray, like, lt, or, sql } from "drizzle-orm";
import { slackDeliveries } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type DeliveryRow = typeof slackDeliveries.$inferSelect;

/** Slack allows one message a second in a channel, and several hundred a minute in a workspace. */
const CHANNEL_GAP_MS = 1_000;
const PER_MINUTE = 200;

const own = (ctx: Context) => eq(slackDeliveries.tenantId, ctx.tenantId);
const stamp = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** @returns false if there is a message for this occasion already */
export async function insertDelivery(
  tx: Context,
  delivery: Pick<DeliveryRow, "id" | "key" | "target" | "message"> &
    Partial<Pick<DeliveryRow, "threadKey" | "editKey">>,
): Promise<boolean> {
  const rows = await tx.db
    .insert(slackDeliveries)
    .values({ tenantId: tx.tenantId, dueAt: tx.now(), createdAt: tx.now(), ...delivery })
    .onConflictDoNothing()
    .returning({ id: slackDeliveries.id });
  return rows.length > 0;
}

/**
 * Takes the oldest message that may be sent now. Messages to one target keep their order: while one is due or
 * being sent, later ones wait.
 */
export async function claimDelivery(ctx: Context): Promise<DeliveryRow | null> {
  const now = stamp(ctx.now());
  const rows = await ctx.db
    .update(slackDeliveries)
    .set({ state: "sending", claimedAt: ctx.now(), attempts: sql`${slackDeliveries.attempts} + 1` })
    .where(
      sql`(tenant_id, id) = (select d.tenant_id, d.id from ${slackDeliveries} d
        where d.tenant_id = platform.current_tenant() and d.state = 'due' and d.due_at <= ${now}
          and not exists (select from ${slackDeliveries} o where o.tenant_id = d.tenant_id and o.target = d.target
            and (o.state = 'sending' or o.state = 'due' and o.position < d.position
              or o.sent_at > ${stamp(new Date(ctx.now().getTime() - CHANNEL_GAP_MS))}))
          and (select count(*) from ${slackDeliveries} m where m.tenant_id = d.tenant_id
            and m.sent_at > ${stamp(new Date(ctx.now().getTime() - 60_000))}) < ${PER_MINUTE}
        order by d.position limit 1 for update skip locked)`,
    )
    .returning();
  return rows[0] ?? null;
}

/** A message that another one refers to. */
export async function findDelivery(ctx: Context, key: string): Promise<DeliveryRow | null> {
  const [row] = await ctx.db
    .select()
    .from(slackDeliveries)
    .where(and(own(ctx), eq(slackDeliveries.key, key)));
  return row ?? null;
}

export async function updateDelivery(
  ctx: Context,
  id: Id<"sld">,
  changes: Partial<Pick<DeliveryRow, "state" | "dueAt" | "channel" | "ts" | "sentAt" | "error" | "attempts">>,
): Promise<void> {
  await ctx.db
    .update(slackDeliveries)
    .set(changes)
    .where(and(own(ctx), eq(slackDeliveries.id, id)));
}

/** Messages whose process died while it sent them. */
export async function listStuckDeliveries(ctx: Context, claimedBefore: Date): Promise<DeliveryRow[]> {
  return ctx.db
    .select()
    .from(slackDeliveries)
    .where(and(own(ctx), eq(slackDeliveries.state, "sending"), lt(slackDeliveries.claimedAt, claimedBefore)))
    .orderBy(asc(slackDeliveries.position));
}

/** When the next message may be sent or is found stuck; null if none waits. */
export async function findNextMoment(ctx: Context, stuckAfterMs: number): Promise<Date | null> {
  const rows = await ctx.db
    .select({
      at: sql<
        string | null
      >`min(case when state = 'sending' then claimed_at + ${stuckAfterMs} * interval '1 ms' else due_at end)`,
    })
    .from(slackDeliveries)
    .where(and(own(ctx), sql`state in ('due', 'sending')`));
  const at = rows[0]?.at;
  return at ? new Date(at) : null;
}

/** Fails everything that waits, because the connection has ended. */
export async function failWaitingDeliveries(tx: Context, error: string): Promise<void> {
  await tx.db
    .update(slackDeliveries)
    .set({ state: "failed", error })
    .where(and(own(tx), eq(slackDeliveries.state, "due")));
}

/** Messages that failed or may have arrived, the newest first. */
export async function listTroubledDeliveries(ctx: Context, limit: number): Promise<DeliveryRow[]> {
  return ctx.db
    .select()
    .from(slackDeliveries)
    .where(and(own(ctx), inArray(slackDeliveries.state, ["failed", "unknown"])))
    .orderBy(desc(slackDeliveries.position))
    .limit(limit);
}

/**
 * Settles a message by a person's decision. A message is sent again with its newest text, and an edit only if
 * it is the newest: an older text may be one that its author has removed.
 * @returns false if nothing was to be decided
 */
export async function resolveDelivery(tx: Context, id: Id<"sld">, what: "seen" | "send"): Promise<boolean> {
  const dismissed = { state: "dismissed" } as const;
  const [row] = await tx.db
    .update(slackDeliveries)
    .set(dismissed)
    .where(and(own(tx), eq(slackDeliveries.id, id), inArray(slackDeliveries.state, ["failed", "unknown"])))
    .returning();
  if (!row || what === "seen") return row !== undefined;
  const newest = await findNewest(tx, row.editKey ?? row.key);
  if (row.editKey !== null && newest?.id !== id) return true;
  if (row.editKey === null)
    await tx.db
      .update(slackDeliveries)
      .set(dismissed)
      .where(
        and(
          own(tx),
          eq(slackDeliveries.editKey, row.key),
          inArray(slackDeliveries.state, ["due", "failed", "unknown"]),
        ),
      );
  await tx.db
    .update(slackDeliveries)
    .set({
      state: "due",
      message: newest?.message ?? row.message,
      dueAt: tx.now(),
      claimedAt: null,
      attempts: 0,
      error: null,
    })
    .where(and(own(tx), eq(slackDeliveries.id, id)));
  return true;
}

export async function countDeliveries(ctx: Context, since: Date): Promise<Map<DeliveryRow["state"], number>> {
  const rows = await ctx.db
    .select({ state: slackDeliveries.state, count: count() })
    .from(slackDeliveries)
    .where(and(own(ctx), gt(slackDeliveries.createdAt, since)))
    .groupBy(slackDeliveries.state);
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** The newest text that a message has or is about to have; null if there is no such message. */
export async function findNewestText(ctx: Context, key: string): Promise<DeliveryRow["message"] | null> {
  return (await findNewest(ctx, key))?.message ?? null;
}

async function findNewest(
  ctx: Context,
  key: string,
): Promise<Pick<DeliveryRow, "id" | "message"> | undefined> {
  const [row] = await ctx.db
    .select({ id: slackDeliveries.id, message: slackDeliveries.message })
    .from(slackDeliveries)
    .where(and(own(ctx), or(eq(slackDeliveries.key, key), eq(slackDeliveries.editKey, key))))
    .orderBy(desc(slackDeliveries.position))
    .limit(1);
  return row;
}

/** The keys of the messages in a thread. */
export async function listThreadKeys(ctx: Context, threadKey: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ key: slackDeliveries.key })
    .from(slackDeliveries)
    .where(and(own(ctx), eq(slackDeliveries.threadKey, threadKey)))
    .orderBy(asc(slackDeliveries.position));
  return rows.map(({ key }) => key);
}

export async function deleteMessagesTo(tx: Context, targets: string[]): Promise<void> {
  await tx.db.delete(slackDeliveries).where(and(own(tx), inArray(slackDeliveries.target, targets)));
}

/** @param prefix of their keys, without characters that `like` knows */
export async function deleteMessagesWithKey(tx: Context, prefix: string): Promise<void> {
  await tx.db.delete(slackDeliveries).where(and(own(tx), like(slackDeliveries.key, `${prefix}%`)));
}

/** Empties all texts that these messages had before their newest, or that as well. */
export async function blankMessages(tx: Context, keys: string[], isWithNewest: boolean): Promise<void> {
  const of = (alias: string) => sql.raw(`coalesce(${alias}.edit_key, ${alias}.key)`);
  await tx.db.execute(sql`
    update ${slackDeliveries} d set message = '{"text": ""}'
    where d.tenant_id = platform.current_tenant() and ${of("d")} = any (${sql.param(keys)}::text[])
      and (${isWithNewest} or d.position < (select max(n.position) from ${slackDeliveries} n
        where n.tenant_id = d.tenant_id and ${of("n")} = ${of("d")}))`);
}
