import { createHash } from "node:crypto";
import { once } from "node:events";
import { createClient } from "@redis/client";
import { checkEntry, checkName, checkText, type Kv, readMessage, type Taken } from "./kv.ts";

const PREFIX = "parley:";
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_MS = 2_000;
/** Maximum number of pending commands. Beyond that the server counts as unavailable. */
const MAX_WAITING = 10_000;

/**
 * `takeToken` for several buckets, using the server's clock. KEYS: buckets. ARGV: window and tokens of each.
 */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local answers, afters, all = {}, {}, true
for i, key in ipairs(KEYS) do
  local window, each = tonumber(ARGV[2 * i - 1]), ARGV[2 * i - 1] / ARGV[2 * i]
  local full = tonumber(redis.call('GET', key) or '') or now
  if full < now or full > now + window + 1 then full = now end
  local after = full + each
  local wait = after - now - window
  if wait > 0.001 then
    all = false
    answers[i] = { 0, 0, math.ceil(wait) }
  else
    answers[i] = { 1, math.max(0, math.floor((window - after + now) / each + 0.000001)), 0 }
  end
  afters[i] = after
end
if all then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.3f', afters[i]), 'PX', math.max(1, math.ceil(afters[i] - now)))
  end
end
return answers`;
const takeHash = createHash("sha1").update(takeScript).digest("hex");

/** Redis over TCP (`redis:` or `rediss:`), with one connection that is opened again when it breaks. */
export function redisKv(url: string): Kv {
  const channels = new Map<string, Set<(text: string) => void>>();
  const dispatch = (message: string, channel: string) => {
    const text = readMessage(message);
    if (text === null) return;
    for (const handler of channels.get(channel.slice(PREFIX.length)) ?? []) handler(text);
  };
  const open = () => {
    const client = createClient({
      url,
      RESP: 3,
      maintNotifications: "disabled",
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_WAITING,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        reconnectStrategy: (retries) =>
          Math.min(50 * 2 ** retries, LONGEST_RECONNECT_MS) + Math.random() * 50,
      },
    });
    // Callers get the error of their own command. A break between two commands affects no one.
    client.on("error", () => undefined);
    client.on("ready", () => {
      for (const channel of channels.keys())
        client.subscribe(PREFIX + channel, dispatch).catch(() => undefined);
    });
    client.connect().catch(() => undefined);
    return client;
  };
  let client = open();
  const ready = async () => {
    const asked = client;
    if (!asked.isReady) await once(asked, "ready", { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    return asked;
  };
  return {
    driver: "redis",
    async get(key) {
      checkName(key);
      return (await ready()).get(PREFIX + key);
    },
    async set(key, value, ttlMs) {
      checkEntry(key, value, ttlMs);
      await (await ready()).set(PREFIX + key, value, { expiration: { type: "PX", value: ttlMs } });
    },
    async take(takes) {
      const keys = takes.map(({ bucket }) => {
        checkName(bucket);
        return `${PREFIX}take:${bucket}`;
      });
      const args = takes.flatMap(({ limit }) => [String(limit.windowMs), String(limit.tokens)]);
      const call = { keys, arguments: args };
      const redis = await ready();
      const answers = await redis.evalSha(takeHash, call).catch((error: unknown) => {
        if (!String(error).includes("NOSCRIPT")) throw error;
        return redis.eval(takeScript, call);
      });
      return (answers as unknown as [number, number, number][]).map(
        ([allowed, remaining, retryAfterMs]): Taken => ({ allowed: allowed === 1, remaining, retryAfterMs }),
      );
    },
    async publish(channel, text) {
      checkName(channel);
      checkText(text);
      await (await ready()).publish(PREFIX + channel, JSON.stringify(text));
    },
    async subscribe(channel, handler) {
      checkName(channel);
      const handlers = channels.get(channel) ?? new Set();
      channels.set(channel, handlers);
      const own = (text: string) => handler(text);
      handlers.add(own);
      // Without a connection now, the next one subscribes to everything in `channels`.
      const subscribed = ready().then((redis) => redis.subscribe(PREFIX + channel, dispatch));
      await subscribed.catch(() => undefined);
      return async () => {
        handlers.delete(own);
        if (handlers.size > 0 || channels.get(channel) !== handlers) return;
        channels.delete(channel);
        if (client.isReady) await client.unsubscribe(PREFIX + channel).catch(() => undefined);
      };
    },
    renew() {
      client.destroy();
      client = open();
    },
    async close() {
      channels.clear();
      client.destroy();
    },
  };
}
