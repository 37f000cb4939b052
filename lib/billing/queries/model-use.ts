import { sql } from "drizzle-orm";
import type { Context } from "#lib/context/context.ts";
import { idToUuid } from "#lib/core/ids.ts";
import type { BudgetPeriod, BudgetScope } from "../schema.ts";

export type ModelCharge = {
  model: string;
  /** Pseudonym of an end user or visitor; empty for others. */
  visitorHash: string;
  input: number;
  output: number;
  /** Default prices in millionths of a dollar per million tokens. */
  listInput: number;
  listOutput: number;
};

/**
 * Adds tokens of a call outside conversations to the totals of the workspace and the visitor. Rows are locked
 * in the same order as by `platform.reserve_usage`.
 * @returns a budget that was already used up, if any
 */
export async function addModelUsage(
  tx: Context,
  { model, visitorHash, input, output, listInput, listOutput }: ModelCharge,
): Promise<{ scope: BudgetScope; period: BudgetPeriod } | null> {
  const tenant = idToUuid(tx.tenantId);
  const rows = await tx.db.execute(sql`
    with price as (
      select (now() at time zone 'UTC')::date as today, ${input}::bigint + ${output}::bigint as tokens,
        ceil((${input}::numeric * coalesce(max(p.input_micros), ${listInput}::bigint)
          + ${output}::numeric * coalesce(max(p.output_micros), ${listOutput}::bigint)) / 1000000)::bigint as cost
      from platform.model_prices p where p.tenant_id = ${tenant} and p.model = ${model}
    ), counted as (
      insert into platform.usage_totals as u (tenant_id, scope, scope_key, period, starts_on, messages, tokens, cost_micros)
      select ${tenant}::uuid, s.scope, s.scope_key, s.period,
        case when s.period = 'day' then today else date_trunc('month', today)::date end, 0, tokens, cost
      from price, (values ('tenant', '', 'day'), ('tenant', '', 'month'),
        ('visitor', ${visitorHash}::text, 'day'), ('visitor', ${visitorHash}::text, 'month')) as s (scope, scope_key, period)
      where s.scope = 'tenant' or s.scope_key <> ''
      on conflict (tenant_id, scope, scope_key, period, starts_on) do update
      set tokens = u.tokens + excluded.tokens, cost_micros = u.cost_micros + excluded.cost_micros
      returning u.scope, u.period, u.tokens, u.cost_micros
    )
    select c.scope, c.period from counted c, price, platform.budgets b
    where b.tenant_id = ${tenant} and b.scope = c.scope and b.period = c.period
      and (c.tokens - price.tokens >= b.tokens or c.cost_micros - price.cost >= b.cost_micros)
    order by c.period desc, c.scope limit 1`);
  return (rows as unknown as { scope: BudgetScope; period: BudgetPeriod }[])[0] ?? null;
}
