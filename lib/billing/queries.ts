import { and, eq, getTableColumns, inArray, isNull, type SQL, sql } from "drizzle-orm";
import {
  budgetNotices,
  budgets,
  chatbots,
  modelPrices,
  usageEntries,
  usageTotals,
} from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { type BudgetInput, DEFAULT_MESSAGES_A_DAY, type PriceInput } from "./schema.ts";

/** What a call of `platform.reserve_usage` is given besides the tenant. */
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

/** The call itself, for a statement that is to count its turn in one with what it stores. */
export function reservationSql(ctx: Context, of: Reservation) {
  return sql`platform.reserve_usage(${idToUuid(ctx.tenantId)}::uuid, ${idToUuid(of.turnId)}::uuid, ${idToUuid(of.chatbotId)}::uuid,
    ${of.visitorHash}::text, ${of.model}::text, ${of.input}::integer, ${of.output}::integer,
    ${of.listInput}::bigint, ${of.listOutput}::bigint, ${of.messagesADay}::bigint)`;
}

export async function reserveRow(tx: Context, of: Reservation): Promise<void> {
  await tx.db.execute(sql`select ${reservationSql(tx, of)}`);
}

/** As an expression: whether the workspace has a notice of which nobody was told yet. */
export function settlementSql(
  ctx: Context,
  turnId: Id<"trn">,
  used: { input: number | null; output: number | null; isKnown: boolean },
): SQL<boolean> {
  const [tenant, turn] = [idToUuid(ctx.tenantId), idToUuid(turnId)];
  // Noted by what is settled: `offset 0` keeps the two in this order.
  return sql`(
    select case when s.is_settled then platform.note_budgets(${tenant}::uuid, ${turn}::uuid, ${DEFAULT_MESSAGES_A_DAY}::bigint) else false end
    from (select platform.settle_usage(${tenant}::uuid, ${turn}::uuid, ${used.input}::integer, ${used.output}::integer,
      ${used.isKnown}::boolean) as is_settled offset 0) s)`;
}

/** Notices that are not in the queue yet; from now on they are. Of two who ask at once one gets each. */
export async function takeNotices(tx: Context): Promise<Id<"bnt">[]> {
  const rows = await tx.db
    .update(budgetNotices)
    .set({ queuedAt: tx.now() })
    .where(and(eq(budgetNotices.tenantId, tx.tenantId), isNull(budgetNotices.queuedAt)))
    .returning({ id: budgetNotices.id });
  return rows.map(({ id }) => id);
}

export type BudgetNotice = Omit<typeof budgetNotices.$inferSelect, "tenantId" | "queuedAt" | "createdAt"> & {
  /** Null where the budget is not a chatbot's, or the chatbot is gone. */
  chatbotName: string | null;
};

export async function findNotice(ctx: Context, id: Id<"bnt">): Promise<BudgetNotice | null> {
  const [row] = await ctx.db
    .select({ ...getTableColumns(budgetNotices), chatbotName: chatbots.name })
    .from(budgetNotices)
    .leftJoin(
      chatbots,
      and(eq(chatbots.tenantId, budgetNotices.tenantId), eq(chatbots.id, budgetNotices.chatbotId)),
    )
    .where(and(eq(budgetNotices.tenantId, ctx.tenantId), eq(budgetNotices.id, id)));
  return row ?? null;
}

/** Workspaces with a notice that has waited for a while. */
export async function listTenantsToNotify(operator: OperatorContext): Promise<Id<"ten">[]> {
  const rows = await operator.db
    .selectDistinct({ id: budgetNotices.tenantId })
    .from(budgetNotices)
    .where(
      and(isNull(budgetNotices.queuedAt), sql`${budgetNotices.createdAt} < now() - interval '10 seconds'`),
    )
    .limit(100);
  return rows.map(({ id }) => id);
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

export async function listBudgets(ctx: Context): Promise<BudgetInput[]> {
  return ctx.db
    .select({
      scope: budgets.scope,
      chatbotId: budgets.chatbotId,
      period: budgets.period,
      messages: budgets.messages,
      tokens: budgets.tokens,
      costMicros: budgets.costMicros,
    })
    .from(budgets)
    .where(eq(budgets.tenantId, ctx.tenantId))
    .orderBy(budgets.scope, budgets.period);
}

export async function putBudget(
  tx: Context,
  { chatbotId, ...input }: BudgetInput & { chatbotId: Id<"bot"> | null },
) {
  await tx.db
    .insert(budgets)
    .values({ tenantId: tx.tenantId, chatbotId, ...input })
    .onConflictDoUpdate({
      target: [budgets.tenantId, budgets.scope, budgets.chatbotId, budgets.period],
      set: {
        messages: input.messages,
        tokens: input.tokens,
        costMicros: input.costMicros,
        updatedAt: sql`now()`,
      },
    });
}

/** A workspace's own budget of a day is kept even where it allows everything: without one the default holds. */
export async function deleteBudget(
  tx: Context,
  { scope, chatbotId, period }: BudgetInput & { chatbotId: Id<"bot"> | null },
) {
  await tx.db
    .delete(budgets)
    .where(
      and(
        eq(budgets.tenantId, tx.tenantId),
        eq(budgets.scope, scope),
        eq(budgets.period, period),
        chatbotId ? eq(budgets.chatbotId, chatbotId) : isNull(budgets.chatbotId),
      ),
    );
}

export async function listPriceRows(ctx: Context): Promise<PriceInput[]> {
  return ctx.db
    .select({
      model: modelPrices.model,
      inputMicros: modelPrices.inputMicros,
      outputMicros: modelPrices.outputMicros,
    })
    .from(modelPrices)
    .where(eq(modelPrices.tenantId, ctx.tenantId))
    .orderBy(modelPrices.model);
}

export async function putPriceRow(tx: Context, price: PriceInput): Promise<void> {
  await tx.db
    .insert(modelPrices)
    .values({ tenantId: tx.tenantId, ...price })
    .onConflictDoUpdate({
      target: [modelPrices.tenantId, modelPrices.model],
      set: { inputMicros: price.inputMicros, outputMicros: price.outputMicros, updatedAt: sql`now()` },
    });
}

export async function deletePriceRow(tx: Context, model: string): Promise<void> {
  await tx.db
    .delete(modelPrices)
    .where(and(eq(modelPrices.tenantId, tx.tenantId), eq(modelPrices.model, model)));
}

const ofVisitor = (tx: Context, visitorHash: string) =>
  and(
    eq(usageEntries.tenantId, tx.tenantId),
    eq(usageEntries.visitorHash, visitorHash),
    // As the index says it.
    sql`${usageEntries.visitorHash} <> ''`,
  );

/** Takes a pseudonym out of the entries that were counted. */
export async function clearVisitorEntries(tx: Context, visitorHash: string): Promise<void> {
  await tx.db.update(usageEntries).set({ visitorHash: "" }).where(ofVisitor(tx, visitorHash));
}

export async function moveVisitorEntries(tx: Context, from: string, to: string): Promise<void> {
  await tx.db.update(usageEntries).set({ visitorHash: to }).where(ofVisitor(tx, from));
}

/** Adds the sums of one visitor, of this month alone, to those of another; older ones go. `to`: null lets all go. */
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
