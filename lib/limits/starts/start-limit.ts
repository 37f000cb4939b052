const FIRST = 64;
/** With fewer, starts that wait for the database would leave the processor idle. */
const LOWEST = 4;
const HIGHEST = 1_000;
/**
 * Below this, only starts that fill the limit lower it further: other work may be what makes the process
 * late.
 */
const UNUSED = 16;
/** An event loop this late delays every step of every turn; idle processes measure 1 to 2 ms. */
const LATE_LOOP_MS = 12;
/** If the loop was busy for less than this share, it was late because other processes used the CPU. */
const BUSY = 0.8;
const LONG_WAIT_MS = 250;
const SHRINK = 0.75;
const GROW = 1.1;

/** The process's load since the last observation. */
export type ProcessLoad = {
  /** How late its event loop was, on average. */
  loopDelayMs: number;
  /** The share of the time in which its event loop was busy, 0 to 1. */
  utilization: number;
  /** The longest wait for a database connection. */
  connectionWaitMs: number;
};

/** How the limit was used since the last observation: the most concurrent starts, and whether one waited. */
export type LimitUse = { most: number; wasFull: boolean };

/**
 * How many turns a process prepares at once: more while the limit is reached and the process keeps up, fewer
 * when it does not (additive or slow exponential increase, multiplicative decrease). Slow services elsewhere,
 * such as an embedding model, do not lower it.
 */
export class StartLimit {
  #value: number;

  constructor(first = FIRST) {
    this.#value = first;
  }

  get value(): number {
    return Math.floor(this.#value);
  }

  observe({ loopDelayMs, utilization, connectionWaitMs }: ProcessLoad, { most, wasFull }: LimitUse): void {
    const isLate = loopDelayMs > LATE_LOOP_MS && utilization > BUSY;
    const isPressed = isLate || connectionWaitMs > LONG_WAIT_MS;
    if (isPressed) this.#shrink(most);
    else if (wasFull) this.#value = Math.min(HIGHEST, Math.max(this.#value + 1, this.#value * GROW));
  }

  #shrink(most: number): void {
    if (this.#value <= UNUSED && most < this.#value / 2) return;
    // Unused slots say nothing about the process's capacity.
    this.#value = Math.max(LOWEST, Math.min(this.#value, Math.max(most, UNUSED)) * SHRINK);
  }
}
