import { singleton } from "#lib/core/singleton.ts";
import type { WireFrame } from "../wire.ts";

const encoded = () => singleton("rooms.frames", () => new WeakMap<WireFrame, Buffer>());

/** A frame as JSON in UTF-8. Encoded once, however many readers receive the same object. */
export function frameBytes(frame: WireFrame): Buffer {
  const known = encoded().get(frame);
  if (known) return known;
  const bytes = Buffer.from(JSON.stringify(frame));
  encoded().set(frame, bytes);
  return bytes;
}
