import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { env } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { connectionTo } from "./connection-to.ts";
import type { HeldTurn } from "./held-turns.ts";
import { storage } from "./storage.ts";

export type HeartbeatMessage = { type: "process"; id: string } | { type: "hold" | "release"; turn: HeldTurn };

export type HeartbeatSettings = {
  connectionString: string;
  everyMs: number;
  /** After this long without a sign of life from the main thread, the heartbeat stops. */
  mainSilentMs: number;
  /** When the main thread was last seen, as `Date.now()`. */
  lastSeen: SharedArrayBuffer;
};

/** Four in the time after which a process or turn counts as dead. */
const EVERY_MS = 3_500;
const MAIN_SILENT_MS = 60_000;
const MAIN_SIGN_MS = 1_000;

type Holder = { thread: Worker | null };
const holder = () => singleton("heartbeat", (): Holder => ({ thread: null }));

/**
 * Starts the thread that renews the heartbeat of this process and its turns. Not for the embedded database,
 * which no other process can judge by.
 */
export async function startHeartbeat(
  processId: Id<"prc">,
  { everyMs = EVERY_MS, mainSilentMs = MAIN_SILENT_MS } = {},
): Promise<void> {
  const file = join(process.cwd(), "db/heartbeat-thread.ts");
  const { DATABASE_URL } = env();
  const { embedded } = await storage();
  // On hosts that pack the app without its sources, the main thread's own heartbeats have to do.
  if (embedded || !DATABASE_URL || holder().thread || !existsSync(file)) return;
  const lastSeen = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const sign = () => void Atomics.store(new BigInt64Array(lastSeen), 0, BigInt(Date.now()));
  sign();
  const workerData: HeartbeatSettings = {
    ...connectionTo(DATABASE_URL),
    everyMs,
    mainSilentMs,
    lastSeen,
  };
  const thread = new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: 32 } });
  thread.unref();
  const timer = setInterval(sign, MAIN_SIGN_MS).unref();
  thread.on("error", (error) => log().error(errorFields(error), "heartbeat thread failed"));
  thread.once("exit", () => {
    clearInterval(timer);
    holder().thread = null;
  });
  holder().thread = thread;
  send({ type: "process", id: idToUuid(processId) });
}

/** Renews a turn's heartbeat until it is released. */
export function holdTurn(turn: HeldTurn): void {
  send({ type: "hold", turn });
}

export function releaseHeldTurn(turn: HeldTurn): void {
  send({ type: "release", turn });
}

/** For a process that ends, after its last turn. */
export async function stopHeartbeat(): Promise<void> {
  await holder().thread?.terminate();
}

function send(message: HeartbeatMessage): void {
  holder().thread?.postMessage(message);
}
