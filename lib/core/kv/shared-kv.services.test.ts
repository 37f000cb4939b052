import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { kvContract } from "#testing/kv/kv-contract.ts";
import { startUpstashFront, type UpstashFront } from "#testing/redis/upstash-front.ts";
import { redisKv } from "./redis-kv.ts";
import { upstashKv } from "./upstash-kv.ts";

const redisUrl = process.env.TEST_REDIS_URL ?? "";

kvContract("redis", async () => [redisKv(redisUrl), redisKv(redisUrl)]);

describe("upstash", () => {
  let front: UpstashFront;
  beforeAll(async () => {
    front = await startUpstashFront(redisUrl);
  });
  afterAll(() => front.close());
  kvContract("upstash", async () => [upstashKv(front.url, front.token), upstashKv(front.url, front.token)]);

  it("takes of several buckets in one request", async () => {
    const kv = upstashKv(front.url, front.token);
    const takes = Array.from({ length: 5 }, (_, i) => ({
      bucket: `several-${performance.now()}-${i}`,
      limit: { tokens: 10, windowMs: 60_000 },
    }));
    await kv.take(takes);
    const before = front.requests.length;
    await kv.take(takes);
    expect(front.requests.slice(before)).toEqual([{ path: "/pipeline", commands: 5 }]);
    await kv.close();
  });

  it("listens on after a subscription was cut", async () => {
    const kv = upstashKv(front.url, front.token);
    const heard: string[] = [];
    await kv.subscribe("cut", (text) => heard.push(text));
    front.cutSubscriptions();
    await vi.waitFor(
      async () => {
        await kv.publish("cut", "again");
        await sleep(20);
        expect(heard).toContain("again");
      },
      { timeout: 60_000, interval: 100 },
    );
    await kv.close();
  });

  it("reaches listeners by TCP, and hears them", async () => {
    const rest = upstashKv(front.url, front.token);
    const tcp = redisKv(redisUrl);
    const heard: string[] = [];
    await rest.subscribe("both", (text) => heard.push(`rest ${text}`));
    await tcp.subscribe("both", (text) => heard.push(`tcp ${text}`));
    await rest.publish("both", "a");
    await expect.poll(() => [...heard].sort()).toEqual(["rest a", "tcp a"]);
    await tcp.publish("both", "b");
    await expect.poll(() => [...heard].sort()).toEqual(["rest a", "rest b", "tcp a", "tcp b"]);
    await Promise.all([rest.close(), tcp.close()]);
  });

  it("fails with a wrong token", async () => {
    const kv = upstashKv(front.url, "another");
    await expect(kv.get("key")).rejects.toThrow();
    await kv.close();
  });
});
