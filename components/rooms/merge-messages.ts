import type { WireMessage } from "#lib/rooms/wire.ts";

/** Merges two lists by offset. Of a message in both, the one of `later` is kept. */
export function mergeMessages(
  earlier: readonly WireMessage[],
  later: readonly WireMessage[],
): readonly WireMessage[] {
  if (later.length === 0) return earlier;
  const known = new Set(later.map(({ id }) => id));
  const all = [...earlier.filter(({ id }) => !known.has(id)), ...later];
  return all.toSorted((one, other) => one.offset - other.offset);
}
