/** The model sent nothing in time. */
export class Stalled extends Error {}

/**
 * Limits the time of waits that follow one another, such as the reads of a stream. One timer and one listener
 * serve all of them: making these for each delta is a good part of its cost.
 */
export class TimeLimit {
  readonly #signal: AbortSignal;
  readonly #onAbort = () => this.#fail?.(new Error("aborted"));
  #timer: NodeJS.Timeout | undefined;
  /** When the timer runs out, and when the wait does, in milliseconds of `performance.now()`. */
  #timerEnd = Number.POSITIVE_INFINITY;
  #end = 0;
  #fail: ((error: Error) => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /**
   * Waits for work. What arrived while this process was busy is in time, so it is read before the work is
   * late.
   * @throws Stalled after `ms`, Error once the signal aborts
   */
  async within<T>(ms: number, work: PromiseLike<T>): Promise<T> {
    this.#signal.throwIfAborted();
    this.#end = performance.now() + Math.max(0, ms);
    if (this.#end < this.#timerEnd) this.#startTimer();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#fail = reject;
        work.then(resolve, reject);
      });
    } finally {
      this.#fail = undefined;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#onAbort);
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    this.#timerEnd = this.#end;
    this.#timer = setTimeout(() => this.#onTimer(), Math.ceil(this.#end - performance.now()));
  }

  /** The wait it was started for may be over, and another may have more time. */
  #onTimer(): void {
    this.#timerEnd = Number.POSITIVE_INFINITY;
    const fail = this.#fail;
    if (!fail) return;
    if (performance.now() < this.#end) this.#startTimer();
    else
      setImmediate(() => {
        if (this.#fail === fail) fail(new Stalled());
      });
  }
}
