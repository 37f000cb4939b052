import { setTimeout as sleep } from "node:timers/promises";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { trustedFetch } from "../trusted-fetch.ts";
import { checkEntry, checkName, checkText, type Kv, type Limit, readMessage, type Take } from "./kv.ts";

const PREFIX = "parley:";
const REQUEST_TIMEOUT_MS = 2_000;
/** Upstash adds whole tokens only, so limits of several per second are filled in steps. */
const STEP_MS = 1_000;
const RECONNECT_MS = 500;
const LONGEST_RECONNECT_MS = 5_000;

/**
 * Redis over Upstash's REST protocol. Several takes are one pipelined request; if one is refused, the tokens
 * of the others are returned in the background. Limits of more than one token per second are filled once a
 * second, by the clock of the calling process.
 */
export function upstashKv(url: string, token: string): Kv {
  const left = new AbortController();
  const redis = new Redis({
    url,
    token,
    automaticDeserialization: false,
    enableAutoPipelining: true,
    enableTelemetry: false,
    retry: { retries: 0 },
    signal: () => AbortSignal.any([left.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  const limiters = new Map<string, Ratelimit>();
  const limiterOf = ({ tokens, windowMs }: Limit) => {
    const name = `${tokens}/${windowMs}`;
    const known = limiters.get(name);
    if (known) return known;
    const each = windowMs / tokens;
    const perStep = Math.max(1, Math.floor(Math.min(windowMs, STEP_MS) / each));
    const limiter = new Ratelimit({
      redis,
      prefix: `${PREFIX}tokens`,
      limiter: Ratelimit.tokenBucket(perStep, `${Math.ceil(perStep * each)} ms`, tokens),
      // A timeout would let everyone in when Redis is slow. The caller has a better fallback.
      timeout: 0,
      ephemeralCache: false,
      analytics: false,
    });
    limiters.set(name, limiter);
    return limiter;
  };
  const takeOne = async ({ bucket, limit }: Take) => {
    const { success, remaining, reset } = await limiterOf(limit).limit(bucket);
    const waitMs = Math.min(Math.max(1, Math.ceil(reset - Date.now())), limit.windowMs);
    return { allowed: success, remaining: Math.max(0, remaining), retryAfterMs: success ? 0 : waitMs };
  };
  return {
    driver: "upstash",
    async get(key) {
      checkName(key);
      return redis.get<string>(PREFIX + key);
    },
    async set(key, value, ttlMs) {
      checkEntry(key, value, ttlMs);
      await redis.set(PREFIX + key, value, { px: ttlMs });
    },
    async take(takes) {
      for (const { bucket } of takes) checkName(bucket);
      const decided = await Promise.all(takes.map(takeOne));
      if (decided.some(({ allowed }) => !allowed)) {
        const putBack = takes.filter((_, i) => decided[i]?.allowed);
        void Promise.all(
          putBack.map(({ bucket, limit }) => limiterOf(limit).limit(bucket, { rate: -1 })),
        ).catch(() => undefined);
      }
      return decided;
    },
    async publish(channel, text) {
      checkName(channel);
      checkText(text);
      await redis.publish(PREFIX + channel, JSON.stringify(text));
    },
    async subscribe(channel, handler) {
      checkName(channel);
      const own = new AbortController();
      const signal = AbortSignal.any([own.signal, left.signal]);
      const late = sleep(REQUEST_TIMEOUT_MS, undefined, { ref: false });
      const listening = new Promise<void>((resolve) => {
        void listen({ url, token, channel, handler, signal, resolve });
      });
      await Promise.race([listening, late]);
      return async () => own.abort();
    },
    renew() {},
    async close() {
      left.abort();
    },
  };
}

type Listening = {
  url: string;
  token: string;
  channel: string;
  handler: (text: string) => void;
  signal: AbortSignal;
  resolve: () => void;
};

/**
 * `@upstash/redis` uses the same server-sent events but does not report when they end. This function
 * reconnects until the signal aborts. It calls `resolve` when the server confirms the subscription.
 */
async function listen({ url, token, channel, handler, signal, resolve }: Listening): Promise<void> {
  const address = `${url.replace(/\/+$/, "")}/subscribe/${encodeURIComponent(PREFIX + channel)}`;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const response = await trustedFetch(address, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
        signal,
      });
      if (!response.ok || !response.body) throw new Error(`subscribe answered ${response.status}`);
      const events = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { data } of events as unknown as AsyncIterable<{ data: string }>) {
        failures = 0;
        const [, type, rest = ""] = /^(\w+),(.*)$/s.exec(data) ?? [];
        if (type === "subscribe") resolve();
        const text = type === "message" ? readMessage(rest.slice(PREFIX.length + channel.length + 1)) : null;
        if (text !== null) handler(text);
      }
    } catch {
      // This includes an abort of our own signal, which the loop then checks.
    }
    const wait = Math.min(RECONNECT_MS * 2 ** Math.min(failures, 5), LONGEST_RECONNECT_MS);
    await sleep(wait, undefined, { signal }).catch(() => undefined);
  }
  resolve();
}
