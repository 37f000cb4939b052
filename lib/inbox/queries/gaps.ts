import { and, eq, inArray, sql } from "drizzle-orm";
import { chatbots, gapQuestions, gaps } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { GapReason, GapState } from "../schema.ts";

export type FreshQuestion = { turnId: Id<"trn">; text: string; askedAt: Date; reason: GapReason };

/** Lets one process after the other group a chatbot's questions. */
export async function lockGaps(tx: Context, chatbotId: Id<"bot">): Promise<void> {
  await tx.db
    .select({ id: chatbots.id })
    .from(chatbots)
    .where(and(eq(chatbots.tenantId, tx.tenantId), eq(chatbots.id, chatbotId)))
    .for("no key update");
}

/** Questions without a good answer that no gap has yet, newest first. Recaps are no questions. */
export async function findFreshQuestions(
  tx: Context,
  chatbotId: Id<"bot">,
  { days, limit }: { days: number; limit: number },
): Promise<FreshQuestion[]> {
  const tenant = idToUuid(tx.tenantId);
  const since = sql`now() - make_interval(days => ${days})`;
  const rows = await tx.db.execute(sql`
    with candidates as (
      select t.id, t.question_id, t.conversation_id, t.started_at, t.grounding, null as rating from platform.turns t
      where t.tenant_id = ${tenant} and t.grounding in ('declined', 'uncited') and t.started_at > ${since}
      union all
      select t.id, t.question_id, t.conversation_id, t.started_at, t.grounding, f.rating from platform.feedback f
      join platform.turns t on t.tenant_id = f.tenant_id and t.answer_id = f.message_id
      where f.tenant_id = ${tenant} and f.chatbot_id = ${idToUuid(chatbotId)} and f.rating = 'down' and f.rated_at > ${since}
    )
    select distinct on (c.started_at, c.id) c.id, c.started_at, q.content_full as text,
      case when c.grounding = 'declined' then 'declined' when c.rating = 'down' then 'ratedDown' else 'uncited' end as reason
    from candidates c
    join platform.conversations v on v.tenant_id = ${tenant} and v.id = c.conversation_id and v.chatbot_id = ${idToUuid(chatbotId)}
    join platform.messages q on q.tenant_id = ${tenant} and q.id = c.question_id
    where q.content_full not like '<recap>%' and (c.grounding = 'declined' or c.rating = 'down' or q.content_full ~ '[?？؟][[:space:]]*$')
      and not exists (select from platform.gap_questions g where g.tenant_id = ${tenant} and g.turn_id = c.id)
    order by c.started_at desc, c.id, c.rating nulls last limit ${limit}`);
  return (rows as unknown as { id: string; started_at: string; text: string; reason: GapReason }[]).map(
    (row) => ({
      turnId: idFromUuid("trn", row.id),
      text: row.text,
      askedAt: new Date(row.started_at),
      reason: row.reason,
    }),
  );
}

export type KnownGap = { id: Id<"gap">; state: GapState; settledAt: Date | null; texts: string[] };

/** The gaps of a chatbot that were asked last, each with its newest wordings. */
export async function listKnownGaps(
  tx: Context,
  chatbotId: Id<"bot">,
  { limit, wordings }: { limit: number; wordings: number },
): Promise<KnownGap[]> {
  const rows = await tx.db.execute(sql`
    select g.id, g.state, g.settled_at, array_remove(array_append(w.texts, g.question), null) as texts
    from platform.gaps g
    cross join lateral (select array_agg(content_full) as texts, max(asked_at) as last from (
      select m.content_full, q.asked_at from platform.gap_questions q
      join platform.turns t on t.tenant_id = q.tenant_id and t.id = q.turn_id
      join platform.messages m on m.tenant_id = t.tenant_id and m.id = t.question_id
      where q.tenant_id = g.tenant_id and q.gap_id = g.id order by q.asked_at desc limit ${wordings}) newest) w
    where g.tenant_id = ${idToUuid(tx.tenantId)} and g.chatbot_id = ${idToUuid(chatbotId)}
    order by coalesce(w.last, g.settled_at, g.created_at) desc limit ${limit}`);
  type Row = { id: string; state: GapState; settled_at: string | null; texts: string[] };
  return (rows as unknown as Row[]).map((row) => ({
    id: idFromUuid("gap", row.id),
    state: row.state,
    settledAt: row.settled_at === null ? null : new Date(row.settled_at),
    texts: row.texts,
  }));
}

export async function insertGaps(tx: Context, chatbotId: Id<"bot">, ids: Id<"gap">[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.db.insert(gaps).values(ids.map((id) => ({ tenantId: tx.tenantId, id, chatbotId })));
}

export async function insertGapQuestions(
  tx: Context,
  questions: { gapId: Id<"gap">; turnId: Id<"trn">; reason: GapReason; askedAt: Date }[],
): Promise<void> {
  if (questions.length === 0) return;
  const rows = questions.map((question) => ({ tenantId: tx.tenantId, ...question }));
  await tx.db.insert(gapQuestions).values(rows).onConflictDoNothing();
}

export async function reopenGaps(tx: Context, ids: Id<"gap">[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .update(gaps)
    .set({ state: "open", reopenedAt: tx.now() })
    .where(and(eq(gaps.tenantId, tx.tenantId), inArray(gaps.id, ids)));
}

/** Deletes open gaps whose questions were all deleted. */
export async function deleteEmptyGaps(tx: Context, chatbotId: Id<"bot">): Promise<void> {
  await tx.db.execute(sql`
    delete from platform.gaps g where g.tenant_id = ${idToUuid(tx.tenantId)} and g.chatbot_id = ${idToUuid(chatbotId)}
      and g.state = 'open' and g.question is null and not exists (
        select from platform.gap_questions q where q.tenant_id = g.tenant_id and q.gap_id = g.id)`);
}

export type GapRow = {
  id: Id<"gap">;
  state: GapState;
  /** The newest wording, or the member's; null where everyone who asked was deleted. */
  text: string | null;
  questions: number;
  people: number;
  reasons: GapReason[];
  lastAskedAt: string | null;
  reopenedAt: string | null;
};

/** Lists gaps, those that left most people without an answer first. */
export async function listGapRows(
  ctx: Context,
  chatbotId: Id<"bot">,
  state: GapState,
  page: { offset: number; limit: number },
): Promise<GapRow[]> {
  const rows = await ctx.db.execute(sql`
    select g.id, g.state, g.reopened_at, coalesce(g.question, w.texts[1]) as text, coalesce(w.questions, 0)::int as questions,
      coalesce(w.people, 0)::int as people, coalesce(w.reasons, '{}') as reasons, w.last
    from platform.gaps g
    cross join lateral (select count(*) as questions, count(distinct m.user_id_hash) as people, max(q.asked_at) as last,
        array_agg(distinct q.reason) as reasons, array_agg(m.content_full order by q.asked_at desc) as texts
      from platform.gap_questions q
      join platform.turns t on t.tenant_id = q.tenant_id and t.id = q.turn_id
      join platform.messages m on m.tenant_id = t.tenant_id and m.id = t.question_id
      where q.tenant_id = g.tenant_id and q.gap_id = g.id) w
    where g.tenant_id = ${idToUuid(ctx.tenantId)} and g.chatbot_id = ${idToUuid(chatbotId)} and g.state = ${state}
      and (w.questions > 0 or g.question is not null)
    order by w.people desc nulls last, w.last desc nulls last, g.id offset ${page.offset} limit ${page.limit}`);
  type Row = Omit<GapRow, "id" | "lastAskedAt" | "reopenedAt"> & {
    id: string;
    last: string | null;
    reopened_at: string | null;
  };
  const iso = (date: string | null) => (date === null ? null : new Date(date).toISOString());
  return (rows as unknown as Row[]).map(({ id, last, reopened_at, ...row }) => ({
    ...row,
    id: idFromUuid("gap", id),
    lastAskedAt: iso(last),
    reopenedAt: iso(reopened_at),
  }));
}

export async function countGaps(ctx: Context, chatbotId: Id<"bot">): Promise<Record<GapState, number>> {
  const rows = await ctx.db
    .select({ state: gaps.state, count: sql<number>`count(*)::int` })
    .from(gaps)
    .where(and(eq(gaps.tenantId, ctx.tenantId), eq(gaps.chatbotId, chatbotId)))
    .groupBy(gaps.state);
  return {
    open: 0,
    answered: 0,
    outOfScope: 0,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
}

export async function findGap(ctx: Context, id: Id<"gap">) {
  const [row] = await ctx.db
    .select({ id: gaps.id, chatbotId: gaps.chatbotId, state: gaps.state, question: gaps.question })
    .from(gaps)
    .where(and(eq(gaps.tenantId, ctx.tenantId), eq(gaps.id, id)));
  return row ?? null;
}

/** What people asked, newest first, with the answer they got. */
export async function listWordings(ctx: Context, id: Id<"gap">, limit: number) {
  const rows = await ctx.db.execute(sql`
    select m.content_full as text, a.content_full as answer, t.conversation_id, q.reason, q.asked_at
    from platform.gap_questions q
    join platform.turns t on t.tenant_id = q.tenant_id and t.id = q.turn_id
    join platform.messages m on m.tenant_id = t.tenant_id and m.id = t.question_id
    join platform.messages a on a.tenant_id = t.tenant_id and a.id = t.answer_id
    where q.tenant_id = ${idToUuid(ctx.tenantId)} and q.gap_id = ${idToUuid(id)}
    order by q.asked_at desc limit ${limit}`);
  type Row = { text: string; answer: string; conversation_id: string; reason: GapReason; asked_at: string };
  return (rows as unknown as Row[]).map((row) => ({
    text: row.text,
    answer: row.answer,
    conversationId: idFromUuid("cnv", row.conversation_id),
    reason: row.reason,
    askedAt: new Date(row.asked_at).toISOString(),
  }));
}

/** @param from the states that may change; others stay. @returns whether it changed */
export async function settleGap(
  tx: Context,
  id: Id<"gap">,
  from: readonly GapState[],
  change: { state: GapState; question?: string },
): Promise<boolean> {
  const rows = await tx.db
    .update(gaps)
    .set({ ...change, settledAt: change.state === "open" ? null : tx.now(), reopenedAt: null })
    .where(and(eq(gaps.tenantId, tx.tenantId), eq(gaps.id, id), inArray(gaps.state, [...from])))
    .returning({ id: gaps.id });
  return rows.length > 0;
}
