import { type ErrorCode, ParleyError } from "#lib/core/errors.ts";
import type { fetchPublic, PublicRequest, PublicResponse } from "#lib/core/outbound.ts";
import { readRetryAfter } from "./retry-after.ts";

export type Answer =
  | { isRefused: false; response: PublicResponse }
  /** `received`: bytes that came before it was refused for its size. */
  | { isRefused: true; code: ErrorCode; reason: string; received: number };

export type PoliteFetch = {
  /** One request and its repetitions. An abort of the signal throws its reason. */
  get(url: string, request: Omit<PublicRequest, "timeoutMs" | "signal">): Promise<Answer>;
  /** What the robots.txt of a host asks for, in milliseconds. */
  slowDown(host: string, delayMs: number): void;
};

const TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
/** A site that wants to be left alone for longer than this is left alone. */
const LONGEST_WAIT_MS = 60_000;
const LONGEST_DELAY_MS = 10_000;

/**
 * One request at a time, and to each host only so often: the delay counts from the end of its last answer. A host that is
 * overloaded (429, 5xx) or out of reach is asked again twice, later each time, or when it asks for it with Retry-After.
 * @param given.deadline on the clock of `now`; no request and no wait goes beyond it
 */
export function politeFetch(given: {
  fetchPage: typeof fetchPublic;
  delayMs: number;
  deadline: number;
  signal: AbortSignal;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}): PoliteFetch {
  const { fetchPage, deadline, signal, now, sleep } = given;
  const answeredAt = new Map<string, number>();
  const delays = new Map<string, number>();

  const pause = async (ms: number) => {
    if (ms > 0) await sleep(Math.min(ms, Math.max(deadline - now(), 0)), signal);
    signal.throwIfAborted();
  };

  async function attempt(url: string, request: Parameters<PoliteFetch["get"]>[1]): Promise<Answer> {
    const { host } = new URL(url);
    const freeAt = (answeredAt.get(host) ?? Number.NEGATIVE_INFINITY) + (delays.get(host) ?? given.delayMs);
    await pause(freeAt - now());
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
        const waitMs = waitBefore(answer, count, now());
        if (waitMs === null || now() + waitMs >= deadline) return answer;
        await pause(waitMs);
      }
    },
    slowDown(host, delayMs) {
      delays.set(host, Math.max(given.delayMs, Math.min(delayMs, LONGEST_DELAY_MS)));
    },
  };
}

function refusal(code: ErrorCode, reason: string) {
  return { isRefused: true as const, code, reason, received: 0 };
}

/** Milliseconds until the next attempt; null when there is none. */
function waitBefore(answer: Answer, attempts: number, now: number): number | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  const backOff = FIRST_WAIT_MS * 4 ** (attempts - 1);
  if (answer.isRefused) return answer.code === "unavailable" ? backOff : null;
  const { status, headers } = answer.response;
  if (!isOverloaded(status)) return null;
  const asked = readRetryAfter(headers.get("retry-after"), now) ?? backOff;
  return asked <= LONGEST_WAIT_MS ? asked : null;
}

/** Whether the same request may well succeed later. */
export function isOverloaded(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}
