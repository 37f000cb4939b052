import { databaseUnavailable } from "./database-unavailable.ts";

/** A number of places. Who finds none free waits: of each line the first come first, and the lines by turns. */
export class FairSemaphore {
  readonly #count: number;
  readonly #patienceMs: number;
  #free: number;
  readonly #lines = new Map<string, Set<() => void>>();

  constructor(count: number, patienceMs: number) {
    this.#count = count;
    this.#patienceMs = patienceMs;
    this.#free = count;
  }

  get waiting(): number {
    let sum = 0;
    for (const line of this.#lines.values()) sum += line.size;
    return sum;
  }

  get isIdle(): boolean {
    return this.#free === this.#count;
  }

  /** Whoever entered has to `leave`. @throws ParleyError unavailable after `patienceMs` in line */
  async enter(name: string): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(name);
  }

  leave(): void {
    const [first] = this.#lines;
    if (!first) {
      this.#free += 1;
      return;
    }
    const [name, line] = first;
    const [enter] = line;
    // Behind the others now.
    this.#lines.delete(name);
    if (line.size > 1) this.#lines.set(name, line);
    enter?.();
  }

  #wait(name: string): Promise<void> {
    const line = this.#lines.get(name) ?? new Set();
    this.#lines.set(name, line);
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        line.delete(enter);
        resolve();
      };
      const timer = setTimeout(() => {
        line.delete(enter);
        if (line.size === 0) this.#lines.delete(name);
        reject(databaseUnavailable("The database is busy. Try again in a moment."));
      }, this.#patienceMs);
      line.add(enter);
    });
  }
}
