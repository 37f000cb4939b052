import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import { Stalled, withinTime } from "./within-time.ts";

const { signal } = new AbortController();
const never = new Promise(() => {});

/** Blocks this thread. */
const block = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

it("takes what arrived while the process was busy, however long that was", async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived = once(port1, "message");
  const waiting = withinTime(10, signal, arrived);
  port2.postMessage("in time");
  block(50);
  expect(await waiting).toBe(await arrived);
  port1.close();
});

it("reports a stall, and an abort", async () => {
  await expect(withinTime(1, signal, never)).rejects.toBeInstanceOf(Stalled);
  const abort = new AbortController();
  const waiting = withinTime(60_000, abort.signal, never);
  abort.abort();
  await expect(waiting).rejects.toThrow("aborted");
});
