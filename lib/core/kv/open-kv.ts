import { env } from "../env.ts";
import { singleton } from "../singleton.ts";
import { type GuardedKv, guardKv } from "./guard-kv.ts";
import type { Kv } from "./kv.ts";
import { memoryKv } from "./memory-kv.ts";

/** Exported for tests, which replace the instance. */
export const kvHolder = () => singleton("kv", () => ({ open: null as GuardedKv | null }));

/** The `Kv` the environment configures: Redis, or this process's memory. */
export function kv(): GuardedKv {
  const held = kvHolder();
  held.open ??= guardKv(env().kv.driver, openKv());
  return held.open;
}

export async function closeKv(): Promise<void> {
  const held = kvHolder();
  const { open } = held;
  held.open = null;
  await open?.close();
}

/** Clients are loaded on first use, because most installations need neither and none needs both. */
export async function openKv(): Promise<Kv> {
  const place = env().kv;
  switch (place.driver) {
    case "memory":
      return memoryKv();
    case "redis":
      return (await import("./redis-kv.ts")).redisKv(place.url);
    case "upstash":
      return (await import("./upstash-kv.ts")).upstashKv(place.url, place.token);
  }
}
