import { sql } from "drizzle-orm";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import type { BudgetPeriod, BudgetScope } from "../schema.ts";

export type EmbeddingCharge = {
  chatbotId: Id<"bot">;
  model: string;
  tokens: number;
  /** Default price in millionths of a dollar per million tokens. */
  listMicros: number;
};

/**
 * Adds embedded tokens to the totals of chatbot and workspace. Rows are locked in the same order as by
 * `platform.reserve_usage`.
 * @returns a budget that was already used up, if any
 */
export async function addEmbeddingUsage(
  tx: Context,
  { chatbotId, model, tokens, listMicros }: EmbeddingCharge,
): Promise<{ scope: BudgetScope; period: BudgetPeriod } | null> {
  const [tenant, chatbot] = [idToUuid(tx.tenantId), idToUuid(chatbotId)];
  const rows = await tx.db.execute(sql`
    with price as (
      select (now() at time zone 'UTC')::date as today, ceil(${tokens}::numeric * coalesce((
        select p.input_micros from platform.model_prices p where p.tenant_id = ${tenant} and p.model = ${model}
      ), ${listMicros}::bigint) / 1000000)::bigint as cost
    ), embedded as (
      insert into platform.embedding_usage as e (tenant_id, chatbot_id, model, starts_on, tokens, cost_micros)
      select ${tenant}::uuid, ${chatbot}::uuid, ${model}, today, ${tokens}::bigint, cost from price
      on conflict (tenant_id, chatbot_id, model, starts_on) do update
      set tokens = e.tokens + excluded.tokens, cost_micros = e.cost_micros + excluded.cost_micros
    ), counted as (
      insert into platform.usage_totals as u (tenant_id, scope, scope_key, period, starts_on, messages, tokens, cost_micros)
      select ${tenant}::uuid, s.scope, s.scope_key, s.period,
        case when s.period = 'day' then today else date_trunc('month', today)::date end, 0, ${tokens}::bigint, cost
      from price, (values ('chatbot', ${chatbot}::text, 'day'), ('chatbot', ${chatbot}::text, 'month'),
        ('tenant', '', 'day'), ('tenant', '', 'month')) as s (scope, scope_key, period)
      on conflict (tenant_id, scope, scope_key, period, starts_on) do update
      set tokens = u.tokens + excluded.tokens, cost_micros = u.cost_micros + excluded.cost_micros
      returning u.scope, u.period, u.tokens, u.cost_micros
    )
    select c.scope, c.period from counted c, price, platform.budgets b
    where b.tenant_id = ${tenant} and b.scope = c.scope and b.period = c.period
      and (b.chatbot_id is null or b.chatbot_id = ${chatbot}::uuid)
      and (c.tokens - ${tokens}::bigint >= b.tokens or c.cost_micros - price.cost >= b.cost_micros)
    order by c.period desc, c.scope limit 1`);
  return (rows as unknown as { scope: BudgetScope; period: BudgetPeriod }[])[0] ?? null;
}
