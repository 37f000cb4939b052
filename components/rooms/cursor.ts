type Position = { epoch: number; offset: number };

/** Reads `epoch.offset`; null for anything else. */
export function readCursor(cursor: string | null): Position | null {
  const [, epoch, offset] = /^(\d+)\.(\d+)$/.exec(cursor ?? "") ?? [];
  return epoch === undefined ? null : { epoch: Number(epoch), offset: Number(offset) };
}

/**
 * Where an event belongs: next, already known, or behind missing events. Offsets of
 * different epochs cannot be compared, so an event of another epoch is behind a gap.
 */
export function placeOf(known: string | null, cursor: string): "next" | "known" | "gap" {
  const last = readCursor(known);
  const next = readCursor(cursor);
  if (!last || !next || last.epoch !== next.epoch || next.offset > last.offset + 1) return "gap";
  return next.offset > last.offset ? "next" : "known";
}
