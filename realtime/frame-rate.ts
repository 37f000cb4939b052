/** Frames at once, and per second after that. More than people and pages send. */
const BURST = 40;
const PER_SECOND = 20;
/** A client that goes on after as many refusals is disconnected. */
const MAX_REFUSED = 100;

export type FrameVerdict = "allowed" | "refused" | "excessive";

/** Limits the frames of one socket. `now` is in milliseconds. */
export function frameRate(now: () => number): () => FrameVerdict {
  let tokens = BURST;
  let refused = 0;
  let at = now();
  return () => {
    const time = now();
    tokens = Math.min(BURST, tokens + ((time - at) / 1_000) * PER_SECOND);
    at = time;
    if (tokens >= 1) {
      tokens -= 1;
      if (tokens > BURST / 2) refused = 0;
      return "allowed";
    }
    refused += 1;
    return refused > MAX_REFUSED ? "excessive" : "refused";
  };
}
