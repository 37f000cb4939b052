import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Stalled, TimeLimit } from "./time-limit.ts";

const never = new Promise(() => {});
let abort: AbortController;
let limit: TimeLimit;

beforeEach(() => {
  abort = new AbortController();
  limit = new TimeLimit(abort.signal);
});
afterEach(() => limit.close());

/** Blocks this thread. */
const block = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

it("takes what arrived while the process was busy, however long that was", async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived = once(port1, "message");
  const waiting = limit.within(10, arrived);
  port2.postMessage("in time");
  block(50);
  expect(await waiting).toBe(await arrived);
  port1.close();
});

it("reports a stall, and an abort, before and while it waits", async () => {
  await expect(limit.within(1, never)).rejects.toBeInstanceOf(Stalled);
  const waiting = limit.within(60_000, never);
  abort.abort();
  await expect(waiting).rejects.toThrow("aborted");
  await expect(limit.within(60_000, Promise.resolve())).rejects.toThrow("aborted");
});

it("gives each wait its own time, whether it is shorter or longer than the one before", async () => {
  await limit.within(60_000, Promise.resolve());
  await expect(limit.within(1, never)).rejects.toBeInstanceOf(Stalled);
  await limit.within(1, Promise.resolve());
  const { port1, port2 } = new MessageChannel();
  const arrived = once(port1, "message");
  const waiting = limit.within(60_000, arrived);
  // Longer than the timer of the wait before.
  setTimeout(() => port2.postMessage("late for the wait before"), 20);
  expect(await waiting).toBe(await arrived);
  port1.close();
  await expect(limit.within(1, never)).rejects.toBeInstanceOf(Stalled);
});

it("passes the work's own error on", async () => {
  await expect(limit.within(60_000, Promise.reject(new Error("refused")))).rejects.toThrow("refused");
});
