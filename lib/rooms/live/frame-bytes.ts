import { singleton } from "#lib/core/singleton.ts";
import type { WireFrame, WireSnapshot } from "../wire.ts";

const snapshots = () => singleton("rooms.snapshots", () => new WeakMap<WireSnapshot, string>());
const encoded = () => singleton("rooms.frames", () => new WeakMap<WireFrame, Buffer>());

/** A frame as JSON in UTF-8. Encoded once, however many readers receive the same object. */
export function frameBytes(frame: WireFrame): Buffer {
  const known = encoded().get(frame);
  if (known) return known;
  const bytes = Buffer.from(textOf(frame));
  encoded().set(frame, bytes);
  return bytes;
}

/** Readers who come at once share the snapshot, which is most of their welcome. */
function textOf(frame: WireFrame): string {
  if (frame.type !== "welcome" || !frame.snapshot) return JSON.stringify(frame);
  const { snapshot, ...rest } = frame;
  const text = snapshots().get(snapshot) ?? JSON.stringify(snapshot);
  snapshots().set(snapshot, text);
  return `${JSON.stringify(rest).slice(0, -1)},"snapshot":${text}}`;
}
