import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadSettings } from "./heartbeat.ts";
import { HeartbeatSender } from "./heartbeat-sender.ts";

/** Sends heartbeats while the main thread is busy, so that its process is not taken for dead. */
const settings = workerData as ThreadSettings;
const { everyMs, mainSilentMs, lastSeen } = settings;
const sender = new HeartbeatSender(settings);
parentPort?.on("message", (turns) => sender.renew(turns));

/** Stops if the main thread hangs, so that other processes can claim its turns. */
const isMainAlive = () => Date.now() - Number(Atomics.load(new BigInt64Array(lastSeen), 0)) < mainSilentMs;

for (;;) {
  if (isMainAlive()) await sender.send();
  await sleep(everyMs);
}
