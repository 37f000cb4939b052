import { expect, it, vi } from "vitest";
import type { WireFrame } from "../wire.ts";
import { frameBytes } from "./frame-bytes.ts";

it("encodes a frame once for all its readers", () => {
  const toJSON = vi.fn(() => ({ type: "delta", text: "ä" }));
  const frame = { toJSON } as unknown as WireFrame;
  expect(frameBytes(frame)).toBe(frameBytes(frame));
  expect(String(frameBytes(frame))).toBe('{"type":"delta","text":"ä"}');
  expect(toJSON).toHaveBeenCalledOnce();
});
