import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { usedUp } from "./budget-refusal.ts";
import { listPrice } from "./list-prices.ts";
import { addEmbeddingUsage } from "./queries/embeddings.ts";

export type Embedded = { chatbotId: Id<"bot">; model: string; tokens: number };

/**
 * Counts embedded tokens towards the budgets of chatbot and workspace, before they are embedded.
 * @throws ParleyError budget_exceeded if one is used up; then nothing is counted
 */
export async function chargeEmbeddings(ctx: Context, of: Embedded): Promise<void> {
  await transaction(ctx, async (tx) => {
    const refused = await add(tx, of);
    if (refused) throw usedUp(refused.scope, refused.period, ctx.now());
  });
}

/** Counts tokens without checking budgets. A negative number refunds tokens that were not embedded. */
export async function addEmbeddings(ctx: Context, of: Embedded): Promise<void> {
  await add(ctx, of);
}

const add = (ctx: Context, of: Embedded) =>
  addEmbeddingUsage(ctx, { ...of, listMicros: listPrice(of.model)?.inputMicros ?? 0 });
