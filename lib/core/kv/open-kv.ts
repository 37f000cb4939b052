import { env } from "../env.ts";
import { singleton } from "../singleton.ts";
import { type GuardedKv, guardKv } from "./guard-kv.ts";
import type { Kv } from "./kv.ts";
import { memoryKv } from "./memory-kv.ts";

/** Exported for tests, which put one of their own there. */
export const kvHolder = () => singleton("kv", () => ({ open: null as GuardedKv | null }));

/** This process's share in what the environment names: a Redis, or its own memory. */
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

/** Clients are loaded where they are used: most installations need neither, none needs both. */
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
