import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { roomStream } from "./room-stream.ts";

const ctx = { requestId: "r1" } as Context;
const typing: WireFrame = { type: "typing", participant_id: "par_1" };
const event = { type: "event", kind: "review", offset: 7, cursor: "1.7" } as unknown as WireFrame;

/** A stream whose frames are pushed by the test. */
function lab() {
  const left = new AbortController();
  const waiting: WireFrame[] = [];
  let wake = () => {};
  left.signal.addEventListener("abort", () => wake());
  async function* frames(): AsyncGenerator<WireFrame> {
    while (!left.signal.aborted) {
      const frame = waiting.shift();
      if (frame) yield frame;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const leave = vi.fn();
  const reader = roomStream(ctx, { leave }, frames(), left).body?.getReader();
  const read = async () => {
    const { value, done } = (await reader?.read()) ?? {};
    return done ? null : Buffer.from(value ?? []).toString();
  };
  const push = (frame: WireFrame) => {
    waiting.push(frame);
    wake();
  };
  return { read, push, left, leave, cancel: () => reader?.cancel() };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  declareOwnServer();
});
afterEach(() => {
  declareOwnServer(false);
  vi.useRealTimers();
});

it("sends frames with the position of those that have one, and a sign of life when it is quiet", async () => {
  const { read, push, cancel } = lab();
  expect(await read()).toBe("retry: 1000\n\n");
  push(typing);
  expect(await read()).toBe(`data: ${JSON.stringify(typing)}\n\n`);
  push(event);
  expect(await read()).toBe(`id: 1.7\ndata: ${JSON.stringify(event)}\n\n`);
  const quiet = read();
  vi.advanceTimersByTime(11_000);
  push(typing);
  expect(await quiet).toContain("typing");
  const beat = read();
  vi.advanceTimersByTime(12_000);
  expect(await beat).toBe(": heartbeat\n\n");
  await cancel();
});

it("releases its place and its timer when the reader leaves", async () => {
  const { read, left, leave, cancel } = lab();
  await read();
  await cancel();
  expect(leave).toHaveBeenCalled();
  expect(left.signal.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it.each([
  ["quiet", false],
  ["busy", true],
])("under `next start` ends a %s room's stream before hosts do", async (_, isBusy) => {
  declareOwnServer(false);
  const { read, push, left } = lab();
  await read();
  const parts: (string | null)[] = [];
  for (let beats = 0; beats < 30 && parts.at(-1) !== null; beats += 1) {
    const next = read();
    vi.advanceTimersByTime(isBusy ? 11_000 : 12_000);
    if (isBusy) push(typing);
    parts.push(await next);
  }
  expect(parts.at(-1)).toBeNull();
  expect(left.signal.aborted).toBe(true);
});
