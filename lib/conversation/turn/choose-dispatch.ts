import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import type { Waits } from "../queries/turns.ts";
import { liveTurns } from "../stream/live-turn.ts";

/**
 * Who answers a question to this chatbot: this process (`null`), or a worker through the queue. The chatbot's own setting
 * goes before the instance's. In `auto` a process answers as many at once as MAX_TURNS_IN_FLIGHT allows; what is more goes
 * into the queue, as long as a worker lives.
 */
export async function chooseDispatch(operator: OperatorContext, chatbot: Chatbot): Promise<Waits> {
  if (chatbot.config.dispatch === "direct") return null;
  const { dispatch, workers } = await getInstance(operator);
  const mode = chatbot.config.dispatch ?? dispatch;
  if (mode === "direct") return null;
  if (mode === "queued") return "alone";
  return workers > 0 && liveTurns().size >= env().MAX_TURNS_IN_FLIGHT ? "alone" : null;
}

/** Begins to look up what `chooseDispatch` goes by, beside whatever comes before it. */
export function predictDispatch(operator: OperatorContext): void {
  getInstance(operator).catch(() => undefined);
}

/** For a question whose answer nobody waits for: a worker, behind what runs; where none lives, this process. */
export async function chooseForLater(operator: OperatorContext): Promise<Waits> {
  const { workers } = await getInstance(operator);
  return workers > 0 ? "behind" : null;
}
