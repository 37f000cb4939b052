import { errorFields, log } from "../log.ts";
import { metrics } from "../metrics.ts";
import type { Kv, Take, Taken, Unsubscribe } from "./kv.ts";

/** A `Kv` that nobody has to wait for: what it does not answer in time counts as vanished. */
export type GuardedKv = {
  readonly driver: Kv["driver"];
  /** Null also where nobody answers. */
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Null where nobody answers: then whoever asks decides by other means. */
  take(takes: readonly Take[]): Promise<Taken[] | null>;
  publish(channel: string, text: string): Promise<void>;
  subscribe(channel: string, handler: (text: string) => void): Promise<Unsubscribe>;
  /** Whether it answers. Asks it, unless it is known not to. */
  check(): Promise<boolean>;
  close(): Promise<void>;
};

/** Longest wait for an answer. Those who decide without one have the rest of 300 ms for it. */
const ANSWER_MS = 150;
const PROBE_AFTER_MS = 250;
const LONGEST_PROBE_MS = 4_000;
/** Taken from by writing, so that a server that is read-only, full or without scripts counts as down. */
const probe: Take = { bucket: "probe", limit: { tokens: 1_000, windowMs: 1_000 } };

const nothing = Symbol("nothing");

/**
 * The first call without an answer is the last to wait for one: from then on each is answered at once, as vanished, until
 * a probe beside the requests has been answered.
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
      // Its client is still being loaded, which says nothing of the server.
      if (kv === nothing) return nothing;
      const sent = performance.now();
      const answer = await inTime(work(kv), answerMs - (sent - started));
      if (driver !== "memory") metrics().redisCommand.observe((performance.now() - sent) / 1_000);
      if (answer !== nothing) return answer;
      trip("it did not answer in time");
    } catch (error) {
      // Ours for a name or text that no driver takes: Redis has nothing to do with it.
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

/** An answer that has arrived while this process was busy with something else is in time: it is read before `late`. */
function inTime<T>(answer: Promise<T>, ms: number): Promise<T | typeof nothing> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof nothing>((resolve) => {
    timer = setTimeout(() => setImmediate(() => resolve(nothing)), Math.max(1, ms));
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
