import { type SQL, sql } from "drizzle-orm";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { CitedDocumentCount, HourCount, Sum } from "../report.ts";

export type ReportFilter = {
  chatbotId: Id<"bot"> | "unknown" | null;
  channel: string | null;
};

const where = (ctx: Context, { chatbotId, channel }: ReportFilter): SQL => sql`
  tenant_id = ${idToUuid(ctx.tenantId)}::uuid
  ${chatbotId === "unknown" ? sql`and false` : chatbotId ? sql`and chatbot_id = ${idToUuid(chatbotId)}::uuid` : sql``}
  ${channel ? sql`and channel = ${channel}` : sql``}`;

const instant = (at: Date | undefined) => (at ?? new Date(0)).toISOString();

/** Sums by day. @param bounds when each day begins, and when the last one ends; whole quarters of an hour */
export function sumByDay(ctx: Context, filter: ReportFilter, bounds: readonly Date[]): Promise<Sum[]> {
  return sums(ctx.db, sql`${where(ctx, filter)} and`, bounds);
}

/** The same of all workspaces. */
export function sumInstanceByDay(operator: OperatorContext, bounds: readonly Date[]): Promise<Sum[]> {
  return sums(operator.db, sql``, bounds);
}

async function sums(db: Context["db"], of: SQL, bounds: readonly Date[]): Promise<Sum[]> {
  const starts = bounds.slice(0, -1).map(instant);
  const rows = await db.execute(sql`
    select width_bucket(bucket, ${sql.param(starts)}::timestamptz[]) - 1 as day, measure, label, sum(count)::float8 as count,
      sum(sum)::float8 as sum
    from analytics.quarters where ${of}
      bucket >= ${instant(bounds[0])}::timestamptz and bucket < ${instant(bounds.at(-1))}::timestamptz
    group by 1, 2, 3`);
  return rows as unknown as Sum[];
}

export async function countByHour(
  ctx: Context,
  filter: ReportFilter,
  { from, before, timeZone }: { from: Date; before: Date; timeZone: string },
): Promise<HourCount[]> {
  const rows = await ctx.db.execute(sql`
    select extract(isodow from bucket at time zone ${timeZone}::text)::int as weekday,
      extract(hour from bucket at time zone ${timeZone}::text)::int as hour, sum(count)::float8 as count
    from analytics.quarters where ${where(ctx, filter)} and measure = 'question_asked'
      and bucket >= ${instant(from)}::timestamptz and bucket < ${instant(before)}::timestamptz
    group by 1, 2`);
  return rows as unknown as HourCount[];
}

/** How many different people asked something. */
export async function countPeople(
  ctx: Context,
  filter: ReportFilter,
  { from, before }: { from: Date; before: Date },
): Promise<number> {
  const rows = await ctx.db.execute(sql`
    select count(*)::int as count from (
      select user_id_hash from analytics.events where ${where(ctx, filter)} and event_type = 'question_asked'
        and created_at >= ${instant(from)}::timestamptz and created_at < ${instant(before)}::timestamptz
      group by user_id_hash) people`);
  return (rows as unknown as { count: number }[])[0]?.count ?? 0;
}

/** Whether anything was ever noted, and when the counts were last brought up to date. */
export async function findMark(ctx: Context): Promise<{ countedUntil: Date | null; hasEvents: boolean }> {
  const tenant = idToUuid(ctx.tenantId);
  const rows = await ctx.db.execute(sql`
    select (select rolled_until from analytics.marks where tenant_id = ${tenant}::uuid) as until,
      exists (select from analytics.events where tenant_id = ${tenant}::uuid) as has_events`);
  const [row] = rows as unknown as { until: string | null; has_events: boolean }[];
  return { countedUntil: row?.until ? new Date(row.until) : null, hasEvents: row?.has_events ?? false };
}

/** Documents that most answers of the last questions quoted, and how many documents none quoted. */
export async function countCited(
  ctx: Context,
  { chatbotId }: ReportFilter,
  { from, limit, most }: { from: Date; limit: number; most: number },
): Promise<{
  documents: CitedDocumentCount[];
  cited: number;
  all: number;
  neverCited: CitedDocumentCount[];
}> {
  const tenant = idToUuid(ctx.tenantId);
  const ofChatbot =
    chatbotId === "unknown"
      ? sql`and false`
      : chatbotId
        ? sql`and d.chatbot_id = ${idToUuid(chatbotId)}::uuid`
        : sql``;
  const rows = await ctx.db.execute(sql`
    with answers as (
      select t.answer_id from platform.turns t where t.tenant_id = ${tenant}::uuid and t.grounding = 'cited'
        and t.started_at >= ${instant(from)}::timestamptz order by t.started_at desc limit ${most}
    ), counted as (
      select c.document_id, count(distinct c.message_id)::int as answers from answers a
      join platform.citations c on c.tenant_id = ${tenant}::uuid and c.message_id = a.answer_id group by 1
    ), documents as (
      select d.id, d.source_id, d.title, coalesce(c.answers, 0) as answers from platform.documents d
      left join counted c on c.document_id = d.id where d.tenant_id = ${tenant}::uuid ${ofChatbot}
    )
    (select id, source_id, title, answers, count(*) over ()::int as total, (select count(*)::int from documents) as of_all
      from documents where answers > 0 order by answers desc, title limit ${limit})
    union all
    (select id, source_id, title, answers, 0, (select count(*)::int from documents) from documents where answers = 0
      order by title limit ${limit})`);
  type Row = { id: string; source_id: string; title: string; answers: number; total: number; of_all: number };
  const found = (rows as unknown as Row[]).map((row) => ({ ...row, shown: shownOf(row) }));
  const documents = found.filter(({ answers }) => answers > 0).map(({ shown }) => shown);
  return {
    documents,
    neverCited: found.filter(({ answers }) => answers === 0).map(({ shown }) => shown),
    cited: found.find(({ total }) => total > 0)?.total ?? 0,
    all: found[0]?.of_all ?? 0,
  };
}

const shownOf = (row: {
  id: string;
  source_id: string;
  title: string;
  answers: number;
}): CitedDocumentCount => ({
  id: idFromUuid("doc", row.id),
  sourceId: idFromUuid("src", row.source_id),
  title: row.title,
  answers: row.answers,
});

/** The questions asked most often, of the last ones. Recaps are no questions. */
export async function countQuestions(
  ctx: Context,
  { chatbotId, channel }: ReportFilter,
  { from, limit, most }: { from: Date; limit: number; most: number },
): Promise<{ text: string; count: number }[]> {
  const tenant = idToUuid(ctx.tenantId);
  const rows = await ctx.db.execute(sql`
    with asked as (
      select m.content_full as text from platform.turns t
      join platform.messages m on m.tenant_id = t.tenant_id and m.id = t.question_id
      join platform.conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
      where t.tenant_id = ${tenant}::uuid and t.started_at >= ${instant(from)}::timestamptz
        and m.content_full not like '<recap>%'
        ${chatbotId === "unknown" ? sql`and false` : chatbotId ? sql`and c.chatbot_id = ${idToUuid(chatbotId)}::uuid` : sql``}
        ${channel ? sql`and c.channel = ${channel}` : sql``}
      order by t.id desc limit ${most}
    )
    select min(text) as text, count(*)::int as count from asked where length(text) <= 300
    group by lower(regexp_replace(text, '[[:punct:][:space:]]+', ' ', 'g')) having count(*) > 1
    order by 2 desc, 1 limit ${limit}`);
  return rows as unknown as { text: string; count: number }[];
}
