import { and, desc, type SQL, sql } from "drizzle-orm";
import { conversations } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Rating } from "#lib/conversation/schema.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import { HANDLED, type InboxFilter, matching, turnMatches } from "./filter.ts";

/** A place between two conversations, newest first. `at`: microseconds, which a Date does not hold. */
export type Place = { at: string; id: Id<"cnv"> };

const at = sql<string>`to_char(${conversations.updatedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const olderThan = (place: Place | null): SQL | undefined =>
  place
    ? sql`(${conversations.updatedAt}, ${conversations.id}) < (${place.at}::timestamptz, ${idToUuid(place.id)}::uuid)`
    : undefined;

/** Lists conversations, those with the newest message first. */
export async function listConversationRows(
  ctx: Context,
  filter: InboxFilter,
  page: { after: Place | null; limit: number },
) {
  return ctx.db
    .select({
      id: conversations.id,
      at,
      chatbotId: conversations.chatbotId,
      channel: conversations.channel,
      person: conversations.userIdHash,
      title: conversations.title,
      isHandled: sql<boolean>`coalesce(${HANDLED}, false)`,
    })
    .from(conversations)
    .where(and(matching(ctx, filter), olderThan(page.after)))
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(page.limit);
}

export type RowFacts = {
  lastText: string;
  groundings: Grounding[];
  ratings: Rating[];
  labels: string[];
  messages: number;
};

/** What the list shows of each conversation beside its title. */
export async function loadRowFacts(ctx: Context, ids: Id<"cnv">[]): Promise<Map<Id<"cnv">, RowFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute(sql`
    select c.id, c.last_seq as messages, coalesce(last.content_brief, '') as last_text, labels.all as labels,
      coalesce(answers.groundings, '{}') as groundings, coalesce(answers.ratings, '{}') as ratings
    from platform.conversations c
    left join lateral (select m.content_brief from platform.messages m
      where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.content_brief <> '' order by m.seq desc limit 1) last on true
    cross join lateral (select array_agg(distinct t.grounding) filter (where t.grounding is not null) as groundings,
        array_agg(distinct f.rating) filter (where f.rating is not null) as ratings
      from platform.turns t left join platform.feedback f on f.tenant_id = t.tenant_id and f.message_id = t.answer_id
      where t.tenant_id = c.tenant_id and t.conversation_id = c.id) answers
    cross join lateral (select array(select l.label from platform.conversation_labels l
      where l.tenant_id = c.tenant_id and l.conversation_id = c.id order by l.label) as all) labels
    where c.tenant_id = ${idToUuid(ctx.tenantId)} and c.id = any (${sql.param(ids.map((id) => idToUuid(id)))}::uuid[])`);
  type Row = Omit<RowFacts, "lastText"> & { id: string; last_text: string };
  return new Map(
    (rows as unknown as Row[]).map(({ id, last_text: lastText, ...facts }) => [
      idFromUuid("cnv", id),
      { ...facts, lastText },
    ]),
  );
}

export type ExportedTurn = {
  conversationId: Id<"cnv">;
  askedAt: string;
  question: string;
  answer: string;
  state: string;
  grounding: string | null;
  model: string;
  costMicros: number | null;
  rating: string | null;
  reason: string | null;
  comment: string | null;
};

/** The questions and answers of some conversations that the filter finds, in their order. */
export async function listExportedTurns(
  ctx: Context,
  filter: InboxFilter,
  ids: Id<"cnv">[],
): Promise<ExportedTurn[]> {
  if (ids.length === 0) return [];
  const uuids = ids.map((id) => idToUuid(id));
  const rows = await ctx.db.execute(sql`
    select t.conversation_id, to_char(t.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as asked_at,
      q.content_full as question, a.content_full as answer, t.state, t.grounding, t.model,
      u.cost_micros::float8 as cost_micros, f.rating, f.reason, f.text as comment
    from platform.turns t
    join platform.messages q on q.tenant_id = t.tenant_id and q.id = t.question_id
    join platform.messages a on a.tenant_id = t.tenant_id and a.id = t.answer_id
    left join platform.usage_entries u on u.tenant_id = t.tenant_id and u.turn_id = t.id
    left join platform.feedback f on f.tenant_id = t.tenant_id and f.message_id = t.answer_id
    where t.tenant_id = ${idToUuid(ctx.tenantId)} and t.conversation_id = any (${sql.param(uuids)}::uuid[])
      and ${turnMatches(filter) ?? sql`true`}
    order by array_position(${sql.param(uuids)}::uuid[], t.conversation_id), a.seq`);
  return (rows as unknown as Record<string, never>[]).map((row) => ({
    conversationId: idFromUuid("cnv", row.conversation_id ?? ""),
    askedAt: row.asked_at ?? "",
    question: row.question ?? "",
    answer: row.answer ?? "",
    state: row.state ?? "",
    grounding: row.grounding ?? null,
    model: row.model ?? "",
    costMicros: row.cost_micros ?? null,
    rating: row.rating ?? null,
    reason: row.reason ?? null,
    comment: row.comment ?? null,
  }));
}
