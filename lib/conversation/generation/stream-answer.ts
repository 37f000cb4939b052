import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import type { TurnErrorCode } from "../schema.ts";
import { retryDelay } from "./retry-delay.ts";
import { Stalled, withinTime } from "./within-time.ts";

export type AnswerLimits = {
  firstTokenMs: number;
  stallMs: number;
  totalMs: number;
  /** Attempts in total. Retries happen only while nothing visible was sent. */
  attempts: number;
};

export type AnswerUsage = { inputTokens: number | null; outputTokens: number | null };

export type AnswerEvent =
  | { type: "attempt"; number: number }
  | { type: "text"; delta: string }
  | { type: "end"; state: "complete"; usage: AnswerUsage }
  | { type: "end"; state: "stopped"; usage: AnswerUsage }
  /** The model waits for the results of skill calls. */
  | { type: "end"; state: "called"; usage: AnswerUsage; calls: LanguageModelV4ToolCall[] }
  | {
      type: "end";
      state: "interrupted" | "failed";
      errorCode: TurnErrorCode;
      usage: AnswerUsage;
      cause: unknown;
    };

type Outcome = Extract<AnswerEvent, { type: "end" }>;

const MAX_TOKENS = 100_000_000;

const NO_USAGE: AnswerUsage = { inputTokens: null, outputTokens: null };

/**
 * Streams one answer from a model over the AI SDK's provider protocol. Ends with exactly one `end`:
 * `complete` only after the provider's own valid finish, else `stopped`, `interrupted` (text was sent) or
 * `failed` (none was). Retries only before the first visible token, and waits as Retry-After says.
 * @param isFollowUp part of the answer is already shown, so the model may finish without text
 */
export async function* streamAnswer(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  limits: AnswerLimits,
  stop: AbortSignal,
  isFollowUp = false,
): AsyncGenerator<AnswerEvent> {
  const deadline = Date.now() + limits.totalMs;
  for (let number = 1; ; number += 1) {
    yield { type: "attempt", number };
    const attempt = attemptOnce(model, options, limits, deadline, stop, isFollowUp);
    let isVisible = false;
    let outcome: Outcome | undefined;
    for await (const event of attempt) {
      if (event.type === "end") outcome = event;
      else {
        isVisible = true;
        yield event;
      }
    }
    if (!outcome) throw new Error("A model call ended without an outcome.");
    const wait =
      outcome.state === "failed" && !isVisible ? retryDelay(outcome.cause, number, limits, deadline) : null;
    if (wait === null) {
      yield outcome;
      return;
    }
    await sleep(wait, stop);
  }
}

async function* attemptOnce(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  limits: AnswerLimits,
  deadline: number,
  stop: AbortSignal,
  isFollowUp: boolean,
): AsyncGenerator<Extract<AnswerEvent, { type: "text" | "end" }>> {
  const upstream = new AbortController();
  const onStop = () => upstream.abort();
  stop.addEventListener("abort", onStop, { once: true });
  let isVisible = false;
  const fail = (errorCode: TurnErrorCode, cause: unknown): Outcome => ({
    type: "end",
    state: isVisible ? "interrupted" : "failed",
    errorCode: isVisible || errorCode !== "model_cut" ? errorCode : "model_unavailable",
    usage: NO_USAGE,
    cause,
  });
  try {
    if (stop.aborted) return yield { type: "end", state: "stopped", usage: NO_USAGE };
    const limit = () => Math.min(isVisible ? limits.stallMs : limits.firstTokenMs, deadline - Date.now());
    const { stream } = await withinTime(
      limit(),
      upstream.signal,
      model.doStream({ ...options, abortSignal: upstream.signal }),
    );
    const reader = stream.getReader();
    let finish: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined;
    const calls: LanguageModelV4ToolCall[] = [];
    for (;;) {
      const { done, value: part } = await withinTime(limit(), upstream.signal, reader.read());
      if (done) break;
      if (part.type === "text-delta" && part.delta !== "") {
        isVisible = true;
        yield { type: "text", delta: part.delta };
      } else if (part.type === "tool-call" && !part.providerExecuted) {
        calls.push(part);
      } else if (part.type === "error") {
        return yield fail("model_cut", part.error);
      } else if (part.type === "finish") finish = part;
    }
    yield outcomeOf(finish, isVisible || isFollowUp, calls) ??
      fail("model_cut", new Error("The stream ended without a finish."));
  } catch (error) {
    if (stop.aborted) yield { type: "end", state: "stopped", usage: NO_USAGE };
    else yield fail(error instanceof Stalled ? "model_stalled" : "model_cut", error);
  } finally {
    stop.removeEventListener("abort", onStop);
    upstream.abort();
  }
}

function outcomeOf(
  finish: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined,
  isVisible: boolean,
  calls: LanguageModelV4ToolCall[],
): Outcome | null {
  if (!finish) return null;
  const usage = {
    inputTokens: countOf(finish.usage.inputTokens.total),
    outputTokens: countOf(finish.usage.outputTokens.total),
  };
  if (finish.finishReason.unified === "length") {
    return {
      type: "end",
      state: isVisible ? "interrupted" : "failed",
      errorCode: "too_long",
      usage,
      cause: null,
    };
  }
  const { unified } = finish.finishReason;
  // Some servers finish with "stop" after tool calls.
  if (calls.length > 0 && (unified === "tool-calls" || unified === "stop"))
    return { type: "end", state: "called", usage, calls };
  return unified === "stop" && isVisible ? { type: "end", state: "complete", usage } : null;
}

/** A provider's token count; null where it is not plausible, so that the answer is not lost over it. */
function countOf(total: number | undefined): number | null {
  return Number.isInteger(total) && (total as number) >= 0 && (total as number) <= MAX_TOKENS
    ? (total as number)
    : null;
}

function sleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    stop.addEventListener("abort", finish, { once: true });
  });
}
