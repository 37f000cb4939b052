import { errorFields, log } from "../log.ts";
import { metrics } from "../metrics.ts";
import type { Kv, Take, Taken, Unsubscribe } from "./kv.ts";

/** A `Kv` with bounded waiting time: a value that does not arrive in time counts as missing. */
export type GuardedKv = {
  readonly driver: Kv["driver"];
  /** Also null if the server does not answer. */
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Null if the server does not answer. The caller then decides in another way. */
  take(takes: readonly Take[]): Promise<Taken[] | null>;
  publish(channel: string, text: string): Promise<void>;
  subscribe(channel: string, handler: (text: string) => void): Promise<Unsubscribe>;
  /** Whether the server answers. Asks it, unless it is known to be down. */
  check(): Promise<boolean>;
  close(): Promise<void>;
};

/** Longest wait for an answer. It leaves the caller the rest of 300 ms to decide without one. */
const ANSWER_MS = 150;
const PROBE_AFTER_MS = 250;
const LONGEST_PROBE_MS = 4_000;
/** The probe writes, so a server that is read-only, full or without scripts counts as down. */
const probe: Take = { bucket: "probe", limit: { tokens: 1_000, windowMs: 1_000 } };

const nothing = Symbol("nothing");

/**
 * After the first call without an answer, all calls return immediately as if values were missing, until a
 * probe in the background gets an answer.
 */
export function guardKv(driver: Kv["driver"], opening: Promise<Kv>, answerMs = ANSWER_MS): GuardedKv {
  let isDown = false;
  let timer: NodeJS.Timeout | undefined;
  opening.catch(() => undefined);

  async function attempt<T>(work: (kv: Kv) => Promise<T>): Promise<T | typeof nothing> {
    if (isDown) return nothing;
    try {
      const started = performance.now();
      const kv = await inTime(opening, answerMs);
      // The client is still loading, so this says nothing about the server.
      if (kv === nothing) return nothing;
      const sent = performance.now();
      const answer = await inTime(work(kv), answerMs - (sent - started));
      if (driver !== "memory") metrics().redisCommand.observe((performance.now() - sent) / 1_000);
      if (answer !== nothing) return answer;
      trip("it did not answer in time");
    } catch (error) {
      // The error is in the caller's name or text, not in the server.
      if (error instanceof RangeError) throw error;
      trip(errorFields(error).error);
    }
    return nothing;
  }

  function trip(reason: string): void {
    if (isDown) return;
    isDown = true;
    log().warn({ driver, reason }, "redis unavailable, limits continue without it");
    probeLater(PROBE_AFTER_MS);
  }

  function probeLater(afterMs: number): void {
    timer = setTimeout(async () => {
      const answer = await inTime(
        opening.then((kv) => kv.take([probe])),
        answerMs,
      ).catch(() => null);
      if (answer !== nothing && answer !== null) {
        isDown = false;
        log().info({ driver }, "redis available again");
        return;
      }
      if (answer === nothing) void opening.then((kv) => kv.renew());
      probeLater(Math.min(afterMs * 2, LONGEST_PROBE_MS));
    }, afterMs);
    timer.unref();
  }

  const orNothing = (answer: unknown) => void answer;
  return {
    driver,
    async get(key) {
      const answer = await attempt((kv) => kv.get(key));
      return answer === nothing ? null : answer;
    },
    set: (key, value, ttlMs) => attempt((kv) => kv.set(key, value, ttlMs)).then(orNothing),
    async take(takes) {
      const answer = await attempt((kv) => kv.take(takes));
      return answer === nothing ? null : answer;
    },
    publish: (channel, text) => attempt((kv) => kv.publish(channel, text)).then(orNothing),
    subscribe: async (channel, handler) => (await opening).subscribe(channel, handler),
    check: async () => (await attempt((kv) => kv.take([probe]))) !== nothing,
    async close() {
      clearTimeout(timer);
      await opening.then((kv) => kv.close()).catch(() => undefined);
    },
  };
}

/** An answer that arrived while this process was busy is in time, so it is read before `late`. */
function inTime<T>(answer: Promise<T>, ms: number): Promise<T | typeof nothing> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof nothing>((resolve) => {
    timer = setTimeout(() => setImmediate(() => resolve(nothing)), Math.max(1, ms));
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
