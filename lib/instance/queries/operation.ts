import { sql } from "drizzle-orm";
import { tenants, turns, usageTotals } from "#db/schema/index.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { idFromUuid } from "#lib/core/ids.ts";
import type { Counted } from "../growth.ts";
import type { RunningTurn, WorkspaceUsage } from "../schema.ts";

/** Times are in seconds; null if no turn has a value. */
export type TurnFigures = {
  ended: number;
  failed: number;
  firstTokenP50: number | null;
  firstTokenP95: number | null;
  durationP95: number | null;
};

/** Figures of the turns of all workspaces that started in a time range. */
export async function readTurnFigures(
  operator: OperatorContext,
  from: Date,
  until: Date,
): Promise<TurnFigures> {
  const rows = await operator.db.execute(sql`
    with asked as (
      select state, ended_at, extract(epoch from first_token_at - started_at)::float8 as first_token,
        extract(epoch from ended_at - started_at)::float8 as duration
      from ${turns} where started_at >= ${from.toISOString()}::timestamptz and started_at < ${until.toISOString()}::timestamptz
    )
    select count(ended_at)::integer as ended, count(*) filter (where state in ('failed', 'interrupted'))::integer as failed,
      percentile_disc(0.5) within group (order by first_token) as "firstTokenP50",
      percentile_disc(0.95) within group (order by first_token) as "firstTokenP95",
      percentile_disc(0.95) within group (order by duration) as "durationP95"
    from asked`);
  return (rows as unknown as TurnFigures[])[0] as TurnFigures;
}

/** Running and waiting turns, oldest first, and how many there are in total. */
export async function listRunningTurns(
  operator: OperatorContext,
  limit: number,
): Promise<{ count: number; waiting: number; turns: RunningTurn[] }> {
  // Each half uses its own partial index; a single query would scan all turns.
  const rows = await operator.db.execute(sql`
    select id, tenant_id, extract(epoch from started_at)::float8 as started, state, count(*) over ()::integer as count,
      count(*) filter (where state = 'waiting') over ()::integer as waiting from (
      select id, tenant_id, started_at, 'running' as state from ${turns} where state = 'running' and waiting_since is null
      union all
      select id, tenant_id, started_at, 'waiting' as state from ${turns} where state = 'running' and waiting_since is not null
    ) under_way order by started_at limit ${limit}`);
  const found = rows as unknown as {
    id: string;
    tenant_id: string;
    started: number;
    count: number;
    waiting: number;
    state: RunningTurn["state"];
  }[];
  return {
    count: found[0]?.count ?? 0,
    waiting: found[0]?.waiting ?? 0,
    turns: found.map(({ id, tenant_id, started, state }) => ({
      id: idFromUuid("trn", id),
      tenantId: idFromUuid("ten", tenant_id),
      startedAt: new Date(started * 1_000),
      state,
    })),
  };
}

/** Usage of each workspace today and this month, most expensive first. */
export async function listWorkspaceUsage(
  operator: OperatorContext,
  limit: number,
): Promise<WorkspaceUsage[]> {
  const rows = await operator.db.execute(sql`
    with today as (select (now() at time zone 'UTC')::date as day), used as (
      select u.tenant_id, u.period, u.messages, u.tokens, u.cost_micros from ${usageTotals} u, today
      where u.scope = 'tenant' and (u.period, u.starts_on) in (('day', day), ('month', date_trunc('month', day)::date))
    )
    select t.id, t.slug, t.name,
      coalesce(d.messages, 0)::float8 as day_messages, coalesce(d.tokens, 0)::float8 as day_tokens, coalesce(d.cost_micros, 0)::float8 as day_cost,
      coalesce(m.messages, 0)::float8 as month_messages, coalesce(m.tokens, 0)::float8 as month_tokens, coalesce(m.cost_micros, 0)::float8 as month_cost
    from ${tenants} t left join used d on d.tenant_id = t.id and d.period = 'day' left join used m on m.tenant_id = t.id and m.period = 'month'
    order by month_cost desc, month_messages desc, t.name limit ${limit}`);
  type Row = { id: string; slug: string; name: string } & Record<
    `${"day" | "month"}_${"messages" | "tokens" | "cost"}`,
    number
  >;
  return (rows as unknown as Row[]).map(({ id, slug, name, ...row }) => ({
    tenantId: idFromUuid("ten", id),
    slug,
    name,
    day: { messages: row.day_messages, tokens: row.day_tokens, costMicros: row.day_cost },
    month: { messages: row.month_messages, tokens: row.month_tokens, costMicros: row.month_cost },
  }));
}

/** Photos and messages in rooms of the last 24 hours, and photos in work, of all workspaces. */
export async function countRecent(operator: OperatorContext, mostMessages: number): Promise<Counted> {
  const day = sql`now() - interval '24 hours'`;
  const rows = await operator.db.execute(sql`
    select (select count(*)::integer from platform.photo_analyses where created_at > ${day}) as photos,
      (select count(*)::integer from platform.photo_analyses
        where state = 'running' and created_at > now() - interval '10 minutes') as queue,
      (select count(*)::integer from (
        select from platform.room_messages where created_at > ${day} limit ${mostMessages}
      ) m) as messages,
      (select greatest(c.reltuples, 0)::float8 from pg_class c where c.oid = 'platform.documents'::regclass) as documents,
      (select coalesce(max(q.events), 0)::float8 / 900 from (
        select sum(count) as events from analytics.quarters
        where bucket > ${day} and measure not in ('first_word', 'cost') group by bucket) q) as events`);
  type Row = Record<Exclude<keyof Counted, "photoQueue"> | "queue", number>;
  const [row] = rows as unknown as Row[];
  return {
    photos: row?.photos ?? 0,
    messages: row?.messages ?? 0,
    photoQueue: row?.queue ?? 0,
    documents: row?.documents ?? 0,
    events: Math.ceil(row?.events ?? 0),
  };
}
