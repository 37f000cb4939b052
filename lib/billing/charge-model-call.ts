import { actorHash, type Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { usedUp } from "./budget-refusal.ts";
import { listPrice } from "./list-prices.ts";
import { addModelUsage } from "./queries/model-use.ts";

export type ModelCall = { model: string; inputTokens: number; outputTokens: number };

/**
 * Counts the estimated tokens of a model call outside conversations towards the budgets of the workspace and
 * the visitor, before it is made.
 * @throws ParleyError budget_exceeded if one is used up; then nothing is counted
 */
export async function chargeModelCall(ctx: Context, call: ModelCall): Promise<void> {
  await transaction(ctx, async (tx) => {
    const refused = await add(tx, call);
    if (refused) throw usedUp(refused.scope, refused.period, ctx.now());
  });
}

/** Replaces an estimate by what the call used. */
export async function settleModelCall(ctx: Context, estimate: ModelCall, used: ModelCall): Promise<void> {
  await add(ctx, {
    model: used.model,
    inputTokens: used.inputTokens - estimate.inputTokens,
    outputTokens: used.outputTokens - estimate.outputTokens,
  });
}

function add(ctx: Context, { model, inputTokens, outputTokens }: ModelCall) {
  const price = listPrice(model);
  return addModelUsage(ctx, {
    model,
    visitorHash: ["visitor", "person"].includes(ctx.actor.kind) ? actorHash(ctx) : "",
    input: inputTokens,
    output: outputTokens,
    listInput: price?.inputMicros ?? 0,
    listOutput: price?.outputMicros ?? 0,
  });
}
