const FIRST = 64;
/** Enough to use an idle machine: there, a start waits for the database twice as long as it computes. */
const LOWEST = 4;
const HIGHEST = 1_000;
/**
 * Below this, only starts that fill the limit lower it further: other work may be what makes the process
 * late.
 */
const UNUSED = 16;
/** With so much work in each pass of the event loop, all steps of all turns are late; idle: 1 to 2 ms. */
const MUCH_WORK_MS = 12;
/** If the loop was busy for less than this share, it catches up by itself. */
const BUSY = 0.8;
const LONG_WAIT_MS = 250;
const SHRINK = 0.75;
const LEAST_GROWTH = 1.1;

/** The process's load since the last observation. */
export type ProcessLoad = {
  /** How late its event loop was, on average. */
  loopDelayMs: number;
  /** The share of the time in which its event loop was busy, 0 to 1, also while it waited for a processor. */
  utilization: number;
  /** The share of the time in which a processor ran its event loop. */
  cpu: number;
  /** The longest wait for a database connection. */
  connectionWaitMs: number;
};

/** What a process has measured when it starts. */
export const NO_LOAD: ProcessLoad = { loopDelayMs: 0, utilization: 0, cpu: 0, connectionWaitMs: 0 };

/** How the limit was used since the last observation: the most concurrent starts, and whether one waited. */
export type LimitUse = { most: number; wasFull: boolean };

/**
 * How many turns a process prepares at once: more while the limit is reached and the process keeps up, fewer
 * when it does not (additive or exponential increase, multiplicative decrease). Slow services elsewhere, such
 * as an embedding model, do not lower it, nor do other processes that use the processor.
 */
export class StartLimit {
  readonly #connections: number;
  #value: number;

  /** @param connections that this process may open to its database */
  constructor(first = FIRST, connections = 10) {
    this.#value = first;
    this.#connections = connections;
  }

  get value(): number {
    return Math.floor(this.#value);
  }

  observe(load: ProcessLoad, { most, wasFull }: LimitUse): void {
    const { utilization, connectionWaitMs } = load;
    if (utilization > BUSY && ownDelayMs(load) > MUCH_WORK_MS) this.#shrink(most, LOWEST);
    // As many starts as there are connections do not keep each other waiting: the database is slow.
    else if (connectionWaitMs > LONG_WAIT_MS) this.#shrink(most, this.#connections);
    else if (wasFull) this.#grow(utilization);
  }

  #shrink(most: number, lowest: number): void {
    if (this.#value <= UNUSED && most < this.#value / 2) return;
    // Unused slots say nothing about the process's capacity.
    const smaller = Math.min(this.#value, Math.max(most, UNUSED)) * SHRINK;
    this.#value = Math.max(LOWEST, Math.min(this.#value, Math.max(lowest, smaller)));
  }

  /** The idler the process, the faster. */
  #grow(utilization: number): void {
    const factor = Math.max(LEAST_GROWTH, 1.5 - utilization / 2);
    this.#value = Math.min(HIGHEST, Math.max(this.#value + 1, this.#value * factor));
  }
}

/** The part of the delay that the process's own work explains, without the time other processes ran. */
function ownDelayMs({ loopDelayMs, utilization, cpu }: ProcessLoad): number {
  return utilization > 0 ? loopDelayMs * Math.min(1, cpu / utilization) : 0;
}
