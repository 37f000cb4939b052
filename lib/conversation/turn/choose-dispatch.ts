import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { liveTurns } from "../stream/live-turn.ts";
import type { QueueMode } from "./turn.ts";

/**
 * Chooses who answers a question to this chatbot: this process, or a worker. The chatbot's own setting wins
 * over the instance's. With `auto` this process answers up to MAX_TURNS_IN_FLIGHT at once; more are queued
 * while a worker is alive.
 */
export async function chooseDispatch(operator: OperatorContext, chatbot: Chatbot): Promise<QueueMode> {
  if (chatbot.config.dispatch === "direct") return "none";
  const { dispatch, workers } = await getInstance(operator);
  const mode = chatbot.config.dispatch ?? dispatch;
  if (mode === "direct") return "none";
  if (mode === "queued") return "exclusive";
  return workers > 0 && liveTurns().size >= env().MAX_TURNS_IN_FLIGHT ? "exclusive" : "none";
}

/** Starts loading the settings that `chooseDispatch` needs, so that they are cached when it runs. */
export function predictDispatch(operator: OperatorContext): void {
  getInstance(operator).catch(() => undefined);
}

/** Chooses who answers a question that no client waits for: a worker, or this process where none is alive. */
export async function chooseForLater(operator: OperatorContext): Promise<QueueMode> {
  const { workers } = await getInstance(operator);
  return workers > 0 ? "append" : "none";
}
