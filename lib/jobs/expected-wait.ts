/** How long the oldest due job had waited, in seconds, at a time in milliseconds. */
export type QueueReading = { at: number; oldestSeconds: number };

/** Readings further apart show the speed of an earlier load. */
const RECENT_MS = 6_000;
/** Readings closer together show chance. */
const APART_MS = 1_500;
/** A queue that hardly moves is judged as one that moves at this part of the arrivals. */
const SLOWEST = 0.1;

/**
 * How long a job added now would wait, in seconds. The oldest job's age is the wait of jobs added then. If it
 * rises by 0.7 s per second, the queue is served at 0.3 of the rate at which it fills, so new jobs will wait
 * 1/0.3 as long.
 * @param readings oldest first
 */
export function expectedWait(readings: readonly QueueReading[]): number {
  const last = readings.at(-1);
  if (!last) return 0;
  const earlier = readings.find(({ at }) => last.at - at <= RECENT_MS);
  if (!earlier || last.at - earlier.at < APART_MS) return last.oldestSeconds;
  const rise = (last.oldestSeconds - earlier.oldestSeconds) / ((last.at - earlier.at) / 1_000);
  return last.oldestSeconds / Math.max(SLOWEST, 1 - rise);
}
