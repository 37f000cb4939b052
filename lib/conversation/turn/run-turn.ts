import { waitForDatabase } from "#db/database-unavailable.ts";
import { languageModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { type Found, searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import type { AnswerLimits } from "../generation/stream-answer.ts";
import type { Waits } from "../queries/turns.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import { LiveTurn, liveTurns } from "../stream/live-turn.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { type AnswerInput, answerTurn, PASSAGES_PER_TURN } from "./answer-turn.ts";
import { followToEnd, followWaiting } from "./follow-turn.ts";
import { startTurn } from "./start-turn.ts";

export type RunningTurn = {
  turnId: Id<"trn">;
  /** All chunks from the first to the turn's end; leaving early stops nothing. */
  follow(signal?: AbortSignal): AsyncGenerator<TurnChunk>;
  /** The same with their places in the log, for as long as one process runs the turn. */
  events(signal?: AbortSignal): AsyncGenerator<TurnEvent>;
  /** Settles when the turn's end is stored. Hosts that freeze a process after its response must wait for it. */
  ended: Promise<void>;
};

/**
 * The one way an answer is made: stores the question, retrieves beside that, and streams the model's answer into a live
 * turn that outlives whoever asked. Returns as soon as the question is stored. With `waits` a worker answers it, through the
 * queue, and it is followed by its log.
 */
export async function runTurn(
  ctx: Context,
  input: { chatbot: Chatbot; request: ChatRequest; limits?: AnswerLimits; waits?: Waits },
): Promise<RunningTurn> {
  const { chatbot, request, limits, waits = null } = input;
  const model = languageModel(chatbot.config.model);
  const asked = request.message?.parts.map((part) => part.text).join("\n");
  const isEarly = !waits && request.trigger === "submit-message" && asked?.trim();
  const early = isEarly ? search(ctx, chatbot, asked ?? "") : null;
  early?.catch(() => undefined);
  const { kind, turn } = await startTurn(ctx, chatbot, request, model, waits);
  const { turnId } = turn;
  if (kind === "repeated" || waits) {
    return {
      turnId,
      follow: (signal) => followToEnd(ctx, turn, signal),
      events: (signal) => followWaiting(ctx, turn, signal),
      ended: Promise.resolve(),
    };
  }
  const found = early ?? search(ctx, chatbot, turn.question);
  const { live, ended } = startAnswer(ctx, { chatbot, model, turn, asker: actorHash(ctx), limits, found });
  return {
    turnId,
    follow: (signal) => followToEnd(ctx, turn, signal, live),
    events: (signal) => live.follow(signal),
    ended,
  };
}

type Begun = Omit<AnswerInput, "limits"> & { limits?: AnswerLimits };

/** Answers an open turn in this process. `ended` settles when its end is stored. */
export function startAnswer(ctx: Context, input: Begun): { live: LiveTurn; ended: Promise<void> } {
  const { turn, found, limits } = input;
  const key = `${ctx.tenantId}/${turn.turnId}`;
  const live = new LiveTurn(turn.epoch);
  liveTurns().set(key, live);
  found.catch(() => undefined);
  const ended = answerTurn(ctx, { ...input, limits: limits ?? limitsFromEnv() }, live).finally(() => {
    if (liveTurns().get(key) === live) liveTurns().delete(key);
  });
  return { live, ended };
}

/** What a question is answered from, beside whatever else is to be done first. */
export function search(ctx: Context, chatbot: Chatbot, query: string): Promise<Found> {
  const { language } = chatbot.config;
  return waitForDatabase(() =>
    searchKnowledge(ctx, { chatbotId: chatbot.id, query, language, limit: PASSAGES_PER_TURN }),
  );
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
