/**
 * Parses a Retry-After header (RFC 9110, 10.2.3): seconds or a date.
 * @param now in milliseconds since the epoch
 * @returns milliseconds, or null if absent or invalid
 */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1_000;
  const at = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
