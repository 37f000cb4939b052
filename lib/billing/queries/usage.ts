import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { usageEntries, usageTotals } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { DEFAULT_MESSAGES_A_DAY } from "../schema.ts";

/** Arguments of `platform.reserve_usage` besides the tenant. */
export type Reservation = {
  turnId: Id<"trn">;
  chatbotId: Id<"bot">;
  visitorHash: string;
  model: string;
  input: number;
  output: number;
  listInput: number;
  listOutput: number;
  messagesADay: number;
};

/** The call as an expression, for a statement that also stores the question. */
export function reservationSql(ctx: Context, of: Reservation) {
  return sql`platform.reserve_usage(${idToUuid(ctx.tenantId)}::uuid, ${idToUuid(of.turnId)}::uuid, ${idToUuid(of.chatbotId)}::uuid,
    ${of.visitorHash}::text, ${of.model}::text, ${of.input}::integer, ${of.output}::integer,
    ${of.listInput}::bigint, ${of.listOutput}::bigint, ${of.messagesADay}::bigint)`;
}

export async function reserveRow(tx: Context, of: Reservation): Promise<void> {
  await tx.db.execute(sql`select ${reservationSql(tx, of)}`);
}

/** Expression that settles a turn; true where the workspace has a budget notice to send. */
export function settlementSql(
  ctx: Context,
  turnId: Id<"trn">,
  used: { input: number | null; output: number | null; isKnown: boolean },
): SQL<boolean> {
  const [tenant, turn] = [idToUuid(ctx.tenantId), idToUuid(turnId)];
  // `offset 0` makes Postgres settle before it notes budgets.
  return sql`(
    select case when s.is_settled then platform.note_budgets(${tenant}::uuid, ${turn}::uuid, ${DEFAULT_MESSAGES_A_DAY}::bigint) else false end
    from (select platform.settle_usage(${tenant}::uuid, ${turn}::uuid, ${used.input}::integer, ${used.output}::integer,
      ${used.isKnown}::boolean) as is_settled offset 0) s)`;
}

export async function listTotals(ctx: Context, days: readonly string[]) {
  return ctx.db
    .select({
      scope: usageTotals.scope,
      key: usageTotals.scopeKey,
      period: usageTotals.period,
      startsOn: usageTotals.startsOn,
      messages: usageTotals.messages,
      tokens: usageTotals.tokens,
      costMicros: usageTotals.costMicros,
    })
    .from(usageTotals)
    .where(
      and(
        eq(usageTotals.tenantId, ctx.tenantId),
        inArray(usageTotals.scope, ["tenant", "chatbot"]),
        inArray(usageTotals.startsOn, [...days]),
      ),
    );
}

const ofVisitor = (tx: Context, visitorHash: string) =>
  and(
    eq(usageEntries.tenantId, tx.tenantId),
    eq(usageEntries.visitorHash, visitorHash),
    // Repeats the condition of the partial index.
    sql`${usageEntries.visitorHash} <> ''`,
  );

/** Removes a pseudonym from the usage entries. */
export async function clearVisitorEntries(tx: Context, visitorHash: string): Promise<void> {
  await tx.db.update(usageEntries).set({ visitorHash: "" }).where(ofVisitor(tx, visitorHash));
}

export async function moveVisitorEntries(tx: Context, from: string, to: string): Promise<void> {
  await tx.db.update(usageEntries).set({ visitorHash: to }).where(ofVisitor(tx, from));
}

/** Adds one visitor's totals of this month to another's and deletes older ones. `to` null: deletes all. */
export async function moveVisitorTotals(tx: Context, from: string, to: string | null): Promise<void> {
  await tx.db.execute(sql`
    with held as materialized (
      select period, starts_on from platform.usage_totals
      where tenant_id = ${idToUuid(tx.tenantId)} and scope = 'visitor' and scope_key = ${from}
      order by period, starts_on for update
    ), gone as (
      delete from platform.usage_totals u using held h
      where u.tenant_id = ${idToUuid(tx.tenantId)} and u.scope = 'visitor' and u.scope_key = ${from}
        and u.period = h.period and u.starts_on = h.starts_on
      returning u.*
    )
    insert into platform.usage_totals as t (tenant_id, scope, scope_key, period, starts_on, messages, tokens, cost_micros)
    select tenant_id, scope, ${to}, period, starts_on, messages, tokens, cost_micros from gone
    where ${to}::text is not null and starts_on >= date_trunc('month', now() at time zone 'UTC')::date
    order by period
    on conflict (tenant_id, scope, scope_key, period, starts_on) do update
    set messages = t.messages + excluded.messages, tokens = t.tokens + excluded.tokens,
        cost_micros = t.cost_micros + excluded.cost_micros`);
}
