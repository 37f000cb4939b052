import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WireFrame } from "../wire.ts";
import { RoomReader } from "./room-reader.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const delta = (message_id: string, text: string): WireFrame => ({ type: "delta", message_id, text });
const large = (message_id: string) => delta(message_id, "x".repeat(100_000));

async function read(reader: RoomReader): Promise<WireFrame[]> {
  const frames: WireFrame[] = [];
  for await (const frame of reader.frames(new AbortController().signal)) frames.push(frame);
  return frames;
}

it("keeps what arrives at once, however much, for a reader who takes it", async () => {
  const onSlow = vi.fn();
  const reader = new RoomReader("par_a", onSlow);
  for (let number = 0; number < 30; number += 1) reader.push(large(`${number}`));
  reader.end({ type: "bye", code: "left" });
  expect(await read(reader)).toHaveLength(31);
  expect(onSlow).not.toHaveBeenCalled();
});

it("disconnects a reader who takes nothing while more than 256 kB wait", async () => {
  const onSlow = vi.fn();
  const reader = new RoomReader("par_a", onSlow);
  for (const id of ["a", "b"]) reader.push(large(id));
  vi.advanceTimersByTime(501);
  expect(onSlow).not.toHaveBeenCalled();
  reader.push(large("c"));
  expect(onSlow).toHaveBeenCalledOnce();
  reader.push(large("d"));
  expect(await read(reader)).toEqual([{ type: "bye", code: "slow", retryAfter: 1 }]);
});

it("counts from the frame that was taken last", async () => {
  const onSlow = vi.fn();
  const reader = new RoomReader("par_a", onSlow);
  const frames = reader.frames(new AbortController().signal);
  for (const id of ["a", "b", "c", "d"]) {
    reader.push(large(id));
    vi.advanceTimersByTime(400);
    await frames.next();
    reader.push(large(`${id}2`));
  }
  expect(onSlow).not.toHaveBeenCalled();
});

it("never holds more than 4 MB", () => {
  const onSlow = vi.fn();
  const reader = new RoomReader("par_a", onSlow);
  for (let number = 0; number < 41; number += 1) reader.push(large(`${number}`));
  expect(onSlow).toHaveBeenCalledOnce();
});

it("replaces what shows the newest state, and keeps every event", async () => {
  const reader = new RoomReader("par_a");
  const event = { type: "event", offset: 1 } as WireFrame;
  const presence = (count: number): WireFrame => ({ type: "presence", count, participants: [] });
  const frames = [delta("a", "1"), event, presence(1), delta("b", "1"), delta("a", "12"), presence(2), event];
  for (const frame of frames) reader.push(frame);
  reader.end({ type: "bye", code: "left" });
  expect((await read(reader)).slice(0, -1)).toEqual([
    event,
    delta("b", "1"),
    delta("a", "12"),
    presence(2),
    event,
  ]);
});
