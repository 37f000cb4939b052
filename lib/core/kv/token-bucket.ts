import type { Limit, Taken } from "./kv.ts";

/**
 * The generic cell rate algorithm: a bucket is one number, the moment at which it is full again. A moment further off than
 * the window cannot have come about by taking: the clock was set back or the limit changed. Such a bucket is full, so
 * no clock ever shuts anyone out for longer than the window.
 * @param fullAt undefined for a bucket that nobody has taken from
 * @returns the bucket after the token is taken; unchanged where it had none
 */
export function takeToken(
  fullAt: number | undefined,
  now: number,
  { tokens, windowMs }: Limit,
): { taken: Taken; fullAt: number } {
  const each = windowMs / tokens;
  const isPlain = fullAt !== undefined && fullAt > now && fullAt <= now + windowMs + 1;
  const before = isPlain ? fullAt : now;
  const after = before + each;
  const wait = after - now - windowMs;
  if (wait > 0.001) {
    return { taken: { allowed: false, remaining: 0, retryAfterMs: Math.ceil(wait) }, fullAt: before };
  }
  const remaining = Math.max(0, Math.floor((windowMs - (after - now)) / each + 1e-6));
  return { taken: { allowed: true, remaining, retryAfterMs: 0 }, fullAt: after };
}
