import { ParleyError } from "#lib/core/errors.ts";

const SOONEST_SECONDS = 2;
const SPREAD_SECONDS = 4;

/** Refuses a turn because this process or the queue is full. `retryAfter` is random, to spread retries. */
export function overloaded(): ParleyError {
  const retryAfter = SOONEST_SECONDS + Math.floor(Math.random() * SPREAD_SECONDS);
  return new ParleyError(
    "unavailable",
    `The server is very busy right now. Try again in ${retryAfter} seconds.`,
    { reason: "overloaded", retryAfter },
  );
}
