import { actorHash, type Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { listPrice } from "./list-prices.ts";
import type { Reservation } from "./queries/usage.ts";
import { DEFAULT_MESSAGES_A_DAY } from "./schema.ts";

export type PlannedTurn = {
  turnId: Id<"trn">;
  chatbotId: Id<"bot">;
  model: { id: string; builtIn: boolean };
  chars: number;
  passageTokens: number;
  maxOutput: number | undefined;
};

/** Estimates what to reserve for a turn. The built-in model uses messages, but no tokens. */
export function estimateReservation(ctx: Context, turn: PlannedTurn): Reservation {
  const { turnId, chatbotId, model, chars, passageTokens: passages, maxOutput } = turn;
  const price = model.builtIn ? null : listPrice(model.id);
  const tokens = model.builtIn ? { input: 0, output: 0 } : estimateTokens({ chars, passages, maxOutput });
  return {
    turnId,
    chatbotId,
    visitorHash: ["visitor", "person", "room"].includes(ctx.actor.kind) ? actorHash(ctx) : "",
    model: model.id,
    ...tokens,
    listInput: price?.inputMicros ?? 0,
    listOutput: price?.outputMicros ?? 0,
    messagesADay: DEFAULT_MESSAGES_A_DAY,
  };
}
