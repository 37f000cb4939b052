import { databaseUnavailable } from "./database-unavailable.ts";

/** A semaphore with one queue per name: queues take turns, and each is first come, first served. */
export class FairSemaphore {
  readonly #count: number;
  readonly #timeoutMs: number;
  #free: number;
  /** Callers by queue, with the time they started to wait. */
  readonly #queues = new Map<string, Map<() => void, number>>();
  #longestWaitMs = 0;

  constructor(count: number, timeoutMs: number) {
    this.#count = count;
    this.#timeoutMs = timeoutMs;
    this.#free = count;
  }

  get waiting(): number {
    let sum = 0;
    for (const queue of this.#queues.values()) sum += queue.size;
    return sum;
  }

  /** The longest wait since the last call, including waits that have not ended. */
  takeLongestWait(): number {
    let longest = this.#longestWaitMs;
    this.#longestWaitMs = 0;
    for (const queue of this.#queues.values()) {
      const [since] = queue.values();
      if (since !== undefined) longest = Math.max(longest, performance.now() - since);
    }
    return longest;
  }

  get isIdle(): boolean {
    return this.#free === this.#count;
  }

  /** Callers must `release`. @throws ParleyError unavailable after `timeoutMs` of waiting */
  async acquire(name: string): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(name);
  }

  release(): void {
    const [first] = this.#queues;
    if (!first) {
      this.#free += 1;
      return;
    }
    const [name, queue] = first;
    const [acquired] = queue.keys();
    // Deleted and set again, so that this queue is the last in the order.
    this.#queues.delete(name);
    if (queue.size > 1) this.#queues.set(name, queue);
    acquired?.();
  }

  #wait(name: string): Promise<void> {
    const queue = this.#queues.get(name) ?? new Map<() => void, number>();
    this.#queues.set(name, queue);
    return new Promise((resolve, reject) => {
      const since = performance.now();
      const acquired = () => {
        clearTimeout(timer);
        this.#longestWaitMs = Math.max(this.#longestWaitMs, performance.now() - since);
        queue.delete(acquired);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.delete(acquired);
        if (queue.size === 0) this.#queues.delete(name);
        reject(databaseUnavailable("The database is busy. Try again in a moment."));
      }, this.#timeoutMs);
      queue.set(acquired, since);
    });
  }
}
