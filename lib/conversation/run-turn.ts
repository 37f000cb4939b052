import { languageModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/queries.ts";
import type { Context } from "#lib/core/context.ts";
import { env } from "#lib/core/env.ts";
import { searchKnowledge } from "#lib/knowledge/search-knowledge.ts";
import { answerTurn, PASSAGES_PER_TURN } from "./answer-turn.ts";
import { followStored } from "./follow-turn.ts";
import { LiveTurn, liveTurns } from "./live-turn.ts";
import { openTurn } from "./open-turn.ts";
import type { ChatRequest, TurnChunk } from "./schema.ts";
import type { AnswerLimits } from "./stream-answer.ts";

export type RunningTurn = {
  /** All chunks from the first; leaving early stops nothing. */
  follow(signal?: AbortSignal): AsyncGenerator<TurnChunk>;
  /** Settles when the turn's end is stored. Hosts that freeze a process after its response must wait for it. */
  ended: Promise<void>;
};

/**
 * The one way an answer is made: stores the question, retrieves beside that, and streams the model's answer into a live
 * turn that outlives whoever asked. Returns as soon as the question is stored.
 */
export async function runTurn(
  ctx: Context,
  input: { chatbot: Chatbot; request: ChatRequest; limits?: AnswerLimits },
): Promise<RunningTurn> {
  const { chatbot, request } = input;
  const model = languageModel(chatbot.config.model);
  const search = (query: string) =>
    searchKnowledge(ctx, {
      chatbotId: chatbot.id,
      query,
      language: chatbot.config.language,
      limit: PASSAGES_PER_TURN,
    });
  const asked = request.message?.parts.map((part) => part.text).join("\n");
  const early = request.trigger === "submit-message" && asked?.trim() ? search(asked) : null;
  early?.catch(() => undefined);
  const opened = await openTurn(ctx, chatbot.id, request, model);
  const { turn } = opened;
  const key = `${ctx.tenantId}/${turn.turnId}`;
  if (opened.kind === "repeated") {
    const live = liveTurns().get(key);
    return {
      follow: (signal) => live?.follow(signal) ?? followStored(ctx, turn, signal),
      ended: Promise.resolve(),
    };
  }
  const live = new LiveTurn();
  liveTurns().set(key, live);
  const found = early ?? search(turn.question);
  found.catch(() => undefined);
  const ended = answerTurn(
    ctx,
    { chatbot, model, turn, found, limits: input.limits ?? limitsFromEnv() },
    live,
  ).finally(() => liveTurns().delete(key));
  return { follow: (signal) => live.follow(signal), ended };
}

function limitsFromEnv(): AnswerLimits {
  const { MODEL_FIRST_TOKEN_TIMEOUT_MS, MODEL_STALL_TIMEOUT_MS, MODEL_TOTAL_TIMEOUT_MS } = env();
  return {
    firstTokenMs: MODEL_FIRST_TOKEN_TIMEOUT_MS,
    stallMs: MODEL_STALL_TIMEOUT_MS,
    totalMs: MODEL_TOTAL_TIMEOUT_MS,
    attempts: 3,
  };
}
