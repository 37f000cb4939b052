import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { env } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { connectionTo } from "./connection-to.ts";
import { HeartbeatSender, type SenderSettings } from "./heartbeat-sender.ts";
import { type HeldTurn, HeldTurns } from "./held-turns.ts";
import { storage } from "./storage.ts";

export type ThreadSettings = SenderSettings & {
  /** After this long without a sign of life from the main thread, the heartbeat stops. */
  mainSilentMs: number;
  /** When the main thread was last seen, as `Date.now()`. */
  lastSeen: SharedArrayBuffer;
};

/** Four fit in the time after which a process or turn counts as dead. */
const EVERY_MS = 3_500;
const MAIN_SILENT_MS = 60_000;
const MAIN_SIGN_MS = 1_000;
/** Each message wakes the thread. A new turn counts as alive for longer than this. */
const POST_AFTER_MS = 500;
const THREAD = "db/heartbeat-thread.ts";

type Running = { post(turns: HeldTurn[]): void; stop(): Promise<unknown> };
type Holder = {
  turns: HeldTurns;
  running: Running | null;
  isStarted: boolean;
  posting: NodeJS.Timeout | null;
};
const holder = () =>
  singleton(
    "heartbeat",
    (): Holder => ({ turns: new HeldTurns(), running: null, isStarted: false, posting: null }),
  );

/**
 * Renews the heartbeat of this process and its turns from a thread. Workers use the main thread, because a
 * thread would raise their memory by a fourth. Not needed for the embedded database, which has one process.
 */
export async function startHeartbeat(
  processId: Id<"prc">,
  { everyMs = EVERY_MS, mainSilentMs = MAIN_SILENT_MS, startAfterMs = EVERY_MS } = {},
): Promise<void> {
  const { DATABASE_URL, SERVICE_TYPE } = env();
  const { embedded } = await storage();
  const state = holder();
  if (embedded || !DATABASE_URL || state.isStarted) return;
  state.isStarted = true;
  // A new process counts as alive without it, and is busy starting.
  await sleep(startAfterMs, undefined, { ref: false });
  const settings = { ...connectionTo(DATABASE_URL), processId: idToUuid(processId), everyMs };
  // Bundled apps may lack the thread's source.
  const isThread = SERVICE_TYPE !== "worker" && existsSync(join(process.cwd(), THREAD));
  state.running = isThread ? openThread({ ...settings, mainSilentMs }) : openTimer(settings);
  state.running.post(state.turns.all());
}

function openThread(settings: Omit<ThreadSettings, "lastSeen">): Running {
  const lastSeen = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const sign = () => void Atomics.store(new BigInt64Array(lastSeen), 0, BigInt(Date.now()));
  sign();
  const timer = setInterval(sign, MAIN_SIGN_MS).unref();
  const workerData: ThreadSettings = { ...settings, lastSeen };
  const thread = new Worker(join(process.cwd(), THREAD), { workerData });
  thread.unref();
  thread.on("error", (error) => log().error(errorFields(error), "heartbeat thread failed"));
  return {
    post: (turns) => thread.postMessage(turns),
    stop() {
      clearInterval(timer);
      return thread.terminate();
    },
  };
}

function openTimer(settings: SenderSettings): Running {
  const sender = new HeartbeatSender(settings);
  const timer = setInterval(() => void sender.send(), settings.everyMs).unref();
  return {
    post: (turns) => sender.renew(turns),
    stop() {
      clearInterval(timer);
      return sender.close();
    },
  };
}

/** Renews a turn's heartbeat until it is released. */
export function holdTurn(turn: HeldTurn): void {
  holder().turns.hold(turn);
  postSoon();
}

export function releaseHeldTurn(turn: HeldTurn): void {
  holder().turns.release(turn);
  postSoon();
}

function postSoon(): void {
  const state = holder();
  state.posting ??= setTimeout(() => {
    state.posting = null;
    state.running?.post(state.turns.all());
  }, POST_AFTER_MS).unref();
}

/** Called when a process ends, after its last turn. */
export async function stopHeartbeat(): Promise<void> {
  const state = holder();
  await state.running?.stop();
  state.running = null;
  state.isStarted = false;
}
