import { expect, it, vi } from "vitest";
import type { WireFrame, WireSnapshot } from "../wire.ts";
import { frameBytes } from "./frame-bytes.ts";

it("encodes a frame once for all its readers", () => {
  const toJSON = vi.fn(() => ({ type: "delta", text: "ä" }));
  const frame = { toJSON } as unknown as WireFrame;
  expect(frameBytes(frame)).toBe(frameBytes(frame));
  expect(String(frameBytes(frame))).toBe('{"type":"delta","text":"ä"}');
  expect(toJSON).toHaveBeenCalledOnce();
});

it("encodes a snapshot once for all who are welcomed with it", () => {
  const toJSON = vi.fn(() => ({ messages: ["ä"] }));
  const snapshot = { toJSON } as unknown as WireSnapshot;
  const welcomeTo = (name: string) =>
    ({ type: "welcome", cursor: "1.2", self: { name }, snapshot }) as unknown as WireFrame;
  for (const name of ["Ana", "Ben"])
    expect(JSON.parse(String(frameBytes(welcomeTo(name))))).toEqual({
      type: "welcome",
      cursor: "1.2",
      self: { name },
      snapshot: { messages: ["ä"] },
    });
  expect(toJSON).toHaveBeenCalledOnce();
});
