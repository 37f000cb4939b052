export type TraceParent = { traceId: string; spanId: string; traceFlags: number };

/** Parses the header of W3C Trace Context (level 1, §3.2). Returns null if it is missing or invalid. */
export function readTraceparent(header: string | null | undefined): TraceParent | null {
  const found = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(
    header?.trim() ?? "",
  );
  if (!found) return null;
  const [, version, traceId = "", spanId = "", flags = "", more] = found;
  // Only later versions may have more fields at the end.
  if (version === "ff" || (version === "00" && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}
