import type { AnswerLimits } from "./answer-event.ts";
import { OnlyThought } from "./answer-outcome.ts";
import { Stalled } from "./time-limit.ts";

const BACKOFF_MS = [300, 1_200];
const MAX_WAIT_MS = 10_000;

/** Returns the milliseconds to wait before the next attempt; null where there should be none. */
export function retryDelay(
  cause: unknown,
  attempt: number,
  limits: AnswerLimits,
  deadline: number,
): number | null {
  if (attempt >= limits.attempts || !isRetryable(cause)) return null;
  const wait = retryAfter(cause) ?? BACKOFF_MS[attempt - 1] ?? 2_500;
  return wait <= MAX_WAIT_MS && Date.now() + wait < deadline ? wait : null;
}

function isRetryable(cause: unknown): boolean {
  if (cause instanceof Stalled || cause instanceof OnlyThought) return false;
  if (typeof cause !== "object" || cause === null) return false;
  const { statusCode, data } = cause as { statusCode?: unknown; data?: { error?: { code?: unknown } } };
  if (data?.error?.code === "insufficient_quota") return false;
  if (typeof statusCode !== "number" || statusCode === 200) return true;
  return statusCode === 408 || statusCode === 409 || statusCode === 429 || statusCode >= 500;
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3), in milliseconds; null where absent or invalid. */
function retryAfter(cause: unknown): number | null {
  const headers = (cause as { responseHeaders?: Record<string, string> }).responseHeaders;
  const value = headers?.["retry-after"]?.trim();
  if (!value) return null;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
