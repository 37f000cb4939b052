import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import type { TurnErrorCode } from "../schema.ts";

export type AnswerLimits = {
  firstTokenMs: number;
  stallMs: number;
  totalMs: number;
  /** Attempts in all; only tried again while nothing visible was sent. */
  attempts: number;
};

export type AnswerUsage = { inputTokens: number | null; outputTokens: number | null };

export type AnswerEvent =
  | { type: "attempt"; number: number }
  | { type: "text"; delta: string }
  | { type: "end"; state: "complete"; usage: AnswerUsage }
  | { type: "end"; state: "stopped"; usage: AnswerUsage }
  /** The model wants skills used before it goes on. */
  | { type: "end"; state: "called"; usage: AnswerUsage; calls: LanguageModelV4ToolCall[] }
  | {
      type: "end";
      state: "interrupted" | "failed";
      errorCode: TurnErrorCode;
      usage: AnswerUsage;
      cause: unknown;
    };

type Outcome = Extract<AnswerEvent, { type: "end" }>;

const BACKOFF_MS = [300, 1_200];
const LONGEST_WAIT_MS = 10_000;
const MOST_TOKENS = 100_000_000;
const NO_USAGE: AnswerUsage = { inputTokens: null, outputTokens: null };

/**
 * Streams one answer from a model at the level of the AI SDK's provider protocol. It ends with exactly one `end`:
 * complete only after the provider's own valid finish; whatever else happens is stopped, interrupted (text was sent)
 * or failed (none was). Retries, after the provider's Retry-After, only before the first visible token.
 * @param isFollowUp something of this answer is shown already, so a model that has nothing to add has completed it
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
    if (!outcome) throw new Error("An attempt ended without an outcome.");
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
    const { stream } = await within(
      limit(),
      upstream.signal,
      model.doStream({ ...options, abortSignal: upstream.signal }),
    );
    const reader = stream.getReader();
    let finish: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined;
    const calls: LanguageModelV4ToolCall[] = [];
    for (;;) {
      const { done, value: part } = await within(limit(), upstream.signal, reader.read());
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
  // Some servers end with "stop" where they have called.
  if (calls.length > 0 && (unified === "tool-calls" || unified === "stop"))
    return { type: "end", state: "called", usage, calls };
  return unified === "stop" && isVisible ? { type: "end", state: "complete", usage } : null;
}

/** A count as a provider tells it; what cannot be one is not known, and no reason to lose the answer. */
function countOf(total: number | undefined): number | null {
  return Number.isInteger(total) && (total as number) >= 0 && (total as number) <= MOST_TOKENS
    ? (total as number)
    : null;
}

class Stalled extends Error {}

async function within<T>(ms: number, signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Stalled()), Math.max(0, ms));
    onAbort = () => reject(new Error("aborted"));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}

/** Milliseconds to wait before another attempt, or null when there is to be none. */
function retryDelay(cause: unknown, attempt: number, limits: AnswerLimits, deadline: number): number | null {
  if (attempt >= limits.attempts || !isRetryable(cause)) return null;
  const wait = retryAfter(cause) ?? BACKOFF_MS[attempt - 1] ?? 2_500;
  return wait <= LONGEST_WAIT_MS && Date.now() + wait < deadline ? wait : null;
}

function isRetryable(cause: unknown): boolean {
  if (cause instanceof Stalled) return false;
  if (typeof cause !== "object" || cause === null) return false;
  const { statusCode, data } = cause as { statusCode?: unknown; data?: { error?: { code?: unknown } } };
  if (data?.error?.code === "insufficient_quota") return false;
  if (typeof statusCode !== "number" || statusCode === 200) return true;
  return statusCode === 408 || statusCode === 409 || statusCode === 429 || statusCode >= 500;
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3), in milliseconds; null for absent or garbage. */
function retryAfter(cause: unknown): number | null {
  const headers = (cause as { responseHeaders?: Record<string, string> }).responseHeaders;
  const value = headers?.["retry-after"]?.trim();
  if (!value) return null;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
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
