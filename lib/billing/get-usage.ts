import type { Context } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import { type Id, idFromUuid } from "#lib/core/ids.ts";
import { listPrices } from "./list-prices.ts";
import { listBudgets } from "./queries/budgets.ts";
import { listPriceRows } from "./queries/prices.ts";
import { listTotals } from "./queries/usage.ts";
import { resetAt } from "./reset-at.ts";
import {
  type BudgetPeriod,
  budgetPeriods,
  DEFAULT_MESSAGES_A_DAY,
  type Usage,
  type UsageReport,
} from "./schema.ts";

const noUsage = (): Usage => ({ messages: 0, tokens: 0, costMicros: 0 });

/**
 * Gets the workspace's usage of today and this month (UTC), including running turns, with its budgets and
 * prices.
 */
export async function getUsage(ctx: Context): Promise<UsageReport> {
  const now = ctx.now();
  const day = now.toISOString().slice(0, 10);
  const startsOn: Record<BudgetPeriod, string> = { day, month: `${day.slice(0, 7)}-01` };
  const [totals, own, prices] = await Promise.all([
    listTotals(readSide(ctx), Object.values(startsOn)),
    listBudgets(ctx),
    listPriceRows(ctx),
  ]);
  const tenant = { day: noUsage(), month: noUsage() };
  const chatbots = new Map<Id<"bot">, Record<BudgetPeriod, Usage>>();
  for (const { scope, key, period, startsOn: from, ...usage } of totals) {
    if (from !== startsOn[period]) continue;
    if (scope === "tenant") tenant[period] = usage;
    else {
      const id = idFromUuid("bot", key);
      const of = chatbots.get(id) ?? { day: noUsage(), month: noUsage() };
      of[period] = usage;
      chatbots.set(id, of);
    }
  }
  const hasOwnDay = own.some(({ scope, period }) => scope === "tenant" && period === "day");
  const standard = {
    scope: "tenant",
    chatbotId: null,
    period: "day",
    messages: DEFAULT_MESSAGES_A_DAY,
    tokens: null,
    costMicros: null,
  } as const;
  const isOwn = new Set(prices.map(({ model }) => model));
  return {
    resetsAt: Object.fromEntries(
      budgetPeriods.map((period) => [period, resetAt(period, now).toISOString()]),
    ) as UsageReport["resetsAt"],
    tenant,
    chatbots: [...chatbots].map(([id, of]) => ({ id, ...of })),
    budgets: hasOwnDay ? own : [standard, ...own],
    prices: [
      ...prices.map((price) => ({ ...price, isOwn: true })),
      ...listPrices.filter(({ model }) => !isOwn.has(model)).map((price) => ({ ...price, isOwn: false })),
    ].sort((one, other) => one.model.localeCompare(other.model)),
  };
}
