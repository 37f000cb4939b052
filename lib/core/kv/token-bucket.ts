import type { Limit, Taken } from "./kv.ts";

/**
 * The generic cell rate algorithm: a bucket is one number, the time when it is full again. A time further
 * away than the window means that the clock was set back or the limit changed. Such a bucket counts as full,
 * so a wrong clock blocks no one for longer than the window.
 * @param fullAt undefined for a bucket that is still unused
 * @returns the bucket after the token is taken, or unchanged if it had none
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
