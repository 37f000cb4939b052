import { LRUCache } from "lru-cache";

type Waiting = { admit(): void };
type Line = Set<Waiting>;

const MOST_REMEMBERED = 10_000;

/** One line per tenant: lines take turns, and each is first come, first served. */
export class TenantLines {
  readonly #lines = new Map<string, Line>();
  readonly #refusedAt = new LRUCache<string, number>({ max: MOST_REMEMBERED });
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  waitingOf(tenant: string): number {
    return this.#lines.get(tenant)?.size ?? 0;
  }

  /** Whether a caller of this tenant was refused after waiting within the last `withinMs`. */
  wasRefused(tenant: string, withinMs: number): boolean {
    const at = this.#refusedAt.get(tenant);
    return at !== undefined && performance.now() - at < withinMs;
  }

  /** Calls `admit` when it is the caller's turn. @returns false if it was not within `patienceMs` */
  wait(tenant: string, patienceMs: number, admit: () => void): Promise<boolean> {
    const line = this.#lines.get(tenant) ?? new Set<Waiting>();
    this.#lines.set(tenant, line);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        admit: () => {
          clearTimeout(timer);
          admit();
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.#remove(tenant, line, waiting);
        this.#refusedAt.set(tenant, performance.now());
        resolve(false);
      }, patienceMs);
      line.add(waiting);
      this.#waiting += 1;
    });
  }

  /** Admits the first of the next line. @returns false if nobody waits */
  next(): boolean {
    for (const [tenant, line] of this.#lines) {
      const [first] = line;
      if (!first) continue;
      // Deleting and setting it again moves this line to the end.
      this.#lines.delete(tenant);
      this.#lines.set(tenant, line);
      this.#remove(tenant, line, first);
      first.admit();
      return true;
    }
    return false;
  }

  #remove(tenant: string, line: Line, waiting: Waiting): void {
    line.delete(waiting);
    this.#waiting -= 1;
    if (line.size === 0) this.#lines.delete(tenant);
  }
}
