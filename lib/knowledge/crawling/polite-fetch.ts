import { type ErrorCode, ParleyError } from "#lib/core/errors.ts";
import type { fetchPublic, PublicRequest, PublicResponse } from "#lib/core/outbound.ts";
import { readRetryAfter } from "./retry-after.ts";

type FetchOutcome =
  | { isRefused: false; response: PublicResponse }
  /** `received`: bytes received before the response was rejected as too large. */
  | { isRefused: true; code: ErrorCode; reason: string; received: number };

export type PoliteFetch = {
  /** Sends a request and its retries. An abort throws the signal's reason. */
  get(url: string, request: Omit<PublicRequest, "timeoutMs" | "signal">): Promise<FetchOutcome>;
  /** Sets the delay requested by a host's robots.txt, in milliseconds. */
  slowDown(host: string, delayMs: number): void;
};

const TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
/** A host that asks for a longer wait is not retried. */
const MAX_WAIT_MS = 60_000;
const MAX_DELAY_MS = 10_000;

/**
 * Sends one request at a time, with a minimum delay per host counted from the end of its last response.
 * Overloaded (429, 5xx) or unreachable hosts are retried twice, with backoff or after Retry-After.
 * @param options.deadline by the clock `now`; no request or wait exceeds it
 */
export function politeFetch(options: {
  fetchPage: typeof fetchPublic;
  delayMs: number;
  deadline: number;
  signal: AbortSignal;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}): PoliteFetch {
  const { fetchPage, deadline, signal, now, sleep } = options;
  const answeredAt = new Map<string, number>();
  const delays = new Map<string, number>();

  const pause = async (ms: number) => {
    if (ms > 0) await sleep(Math.min(ms, Math.max(deadline - now(), 0)), signal);
    signal.throwIfAborted();
  };

  async function attempt(url: string, request: Parameters<PoliteFetch["get"]>[1]): Promise<FetchOutcome> {
    const { host } = new URL(url);
    const nextAllowedAt =
      (answeredAt.get(host) ?? Number.NEGATIVE_INFINITY) + (delays.get(host) ?? options.delayMs);
    await pause(nextAllowedAt - now());
    const timeoutMs = Math.min(TIMEOUT_MS, deadline - now());
    if (timeoutMs <= 0) return refusal("unavailable", "The time limit for this crawl was reached.");
    try {
      return { isRefused: false, response: await fetchPage(url, { ...request, timeoutMs, signal }) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ParleyError)) throw error;
      const { received = 0 } = (error.details ?? {}) as { received?: number };
      return { ...refusal(error.code, error.message), received };
    } finally {
      answeredAt.set(host, now());
    }
  }

  return {
    async get(url, request) {
      for (let count = 1; ; count += 1) {
        const answer = await attempt(url, request);
        const waitMs = retryDelay(answer, count, now());
        if (waitMs === null || now() + waitMs >= deadline) return answer;
        await pause(waitMs);
      }
    },
    slowDown(host, delayMs) {
      delays.set(host, Math.max(options.delayMs, Math.min(delayMs, MAX_DELAY_MS)));
    },
  };
}

function refusal(code: ErrorCode, reason: string) {
  return { isRefused: true as const, code, reason, received: 0 };
}

/** Milliseconds until the next attempt, or null for no retry. */
function retryDelay(answer: FetchOutcome, attempts: number, now: number): number | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  const backOff = FIRST_WAIT_MS * 4 ** (attempts - 1);
  if (answer.isRefused) return answer.code === "unavailable" ? backOff : null;
  const { status, headers } = answer.response;
  if (!isOverloaded(status)) return null;
  const asked = readRetryAfter(headers.get("retry-after"), now) ?? backOff;
  return asked <= MAX_WAIT_MS ? asked : null;
}

/** Whether the same request may succeed later. */
export function isOverloaded(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}
