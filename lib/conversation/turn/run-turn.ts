import { holdTurn, releaseHeldTurn } from "#db/heartbeat.ts";
import { grantsOf } from "#lib/access/grants-of.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import { serverOf } from "#lib/ai/model-server.ts";
import { isOpenai } from "#lib/ai/openai.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { chatbotModel } from "#lib/chatbot/connection/chatbot-model.ts";
import { actorHash, type Context } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import type { AnswerLimits } from "../generation/answer-event.ts";
import { type ChatRequest, type TurnChunk, textOfParts } from "../schema.ts";
import { LiveTurn, liveTurns } from "../stream/live-turn.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { answerTurn } from "./answer-turn.ts";
import { followToEnd, followWaiting } from "./follow-turn.ts";
import type { AnswerInput } from "./generate-answer.ts";
import { heldTurn } from "./held-turn.ts";
import { retrievePassages } from "./retrieve-passages.ts";
import { startTurn } from "./start-turn.ts";
import type { QueueMode } from "./turn.ts";

export type RunningTurn = {
  turnId: Id<"trn">;
  /** All chunks from the first to the turn's end. Leaving early does not stop the turn. */
  follow(signal?: AbortSignal): AsyncGenerator<TurnChunk>;
  /** The same with their positions in the log, for as long as one process runs the turn. */
  events(signal?: AbortSignal): AsyncGenerator<TurnEvent>;
  /**
   * Settles when the turn's end is stored. Hosts that freeze a process after its response must wait for it.
   */
  ended: Promise<void>;
};

type TurnRequest = {
  chatbot: Chatbot;
  request: ChatRequest;
  /** Replaces the chatbot's own model if this process answers. */
  model?: ChosenModel;
  limits?: AnswerLimits;
  queueMode?: QueueMode;
};

/**
 * Runs a turn: stores the question, searches at the same time, and streams the model's answer into a live
 * turn that keeps running after the caller has left. Returns as soon as the question is stored. With a queue
 * mode other than `none` a worker answers, and the turn is followed by its log.
 */
export async function runTurn(ctx: Context, input: TurnRequest): Promise<RunningTurn> {
  const { chatbot, request, limits, queueMode = "none" } = input;
  const model = input.model ?? chatbotModel(ctx, chatbot);
  const asked = request.message && textOfParts(request.message.parts);
  const isQueued = queueMode !== "none";
  const isEarly = !isQueued && request.trigger === "submit-message" && asked?.trim();
  const early = isEarly ? retrievePassages(ctx, chatbot, asked ?? "") : null;
  early?.catch(() => undefined);
  const { kind, turn } = await startTurn(ctx, chatbot, request, model, queueMode);
  const { turnId } = turn;
  if (kind === "repeated" || isQueued) {
    return {
      turnId,
      follow: (signal) => followToEnd(ctx, turn, signal),
      events: (signal) => followWaiting(ctx, turn, signal),
      ended: Promise.resolve(),
    };
  }
  startSlots().prepare(ctx.requestId);
  const found = early ?? retrievePassages(ctx, chatbot, turn.question);
  const { live, ended } = startAnswer(ctx, {
    chatbot,
    model,
    turn,
    asker: actorHash(ctx),
    grants: grantsOf(ctx),
    limits,
    found,
  });
  return {
    turnId,
    follow: (signal) => followToEnd(ctx, turn, signal, live),
    events: (signal) => live.follow(signal),
    ended,
  };
}

type AnswerStart = Omit<AnswerInput, "limits"> & { limits?: AnswerLimits };

/** Answers a started turn in this process. `ended` settles when its end is stored. */
export function startAnswer(ctx: Context, input: AnswerStart): { live: LiveTurn; ended: Promise<void> } {
  const { turn, found, limits } = input;
  const key = `${ctx.tenantId}/${turn.turnId}`;
  const live = new LiveTurn(turn.epoch);
  liveTurns().set(key, live);
  const held = heldTurn(ctx, turn);
  // Kept until the end is stored, however long that takes.
  holdTurn(held);
  found.catch(() => undefined);
  const ended = answerTurn(ctx, { ...input, limits: limits ?? limitsOf(input.model) }, live).finally(() => {
    releaseHeldTurn(held);
    if (liveTurns().get(key) === live) liveTurns().delete(key);
  });
  return { live, ended };
}

const FIRST_TOKEN_MS = 30_000;
/** A server of one's own may load the model first, and reads a long prompt slowly. */
const OWN_SERVER_FIRST_TOKEN_MS = 120_000;

function limitsOf({ model }: ChosenModel): AnswerLimits {
  const { MODEL_FIRST_TOKEN_TIMEOUT_MS, MODEL_STALL_TIMEOUT_MS, MODEL_TOTAL_TIMEOUT_MS } = env();
  return {
    firstTokenMs:
      MODEL_FIRST_TOKEN_TIMEOUT_MS ??
      (isOpenai(serverOf(model)) ? FIRST_TOKEN_MS : OWN_SERVER_FIRST_TOKEN_MS),
    stallMs: MODEL_STALL_TIMEOUT_MS,
    totalMs: MODEL_TOTAL_TIMEOUT_MS,
    attempts: 3,
  };
}
