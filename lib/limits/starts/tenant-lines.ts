import { LRUCache } from "lru-cache";

type Waiting = { admit(): void };
/** `served`: callers admitted from it since it formed. */
type Line = { waiting: Set<Waiting>; formedAt: number; served: number };

const MOST_REMEMBERED = 10_000;
/** Before a line has existed for so long, its speed says nothing. */
const KNOWN_AFTER_MS = 500;

/** One line per tenant: lines take turns, and each is first come, first served. */
export class TenantLines {
  readonly #lines = new Map<string, Line>();
  readonly #refusedAt = new LRUCache<string, number>({ max: MOST_REMEMBERED });
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  waitingOf(tenant: string): number {
    return this.#lines.get(tenant)?.waiting.size ?? 0;
  }

  /** How long a caller would wait at the speed at which the tenant's line has moved so far. */
  expectedMs(tenant: string): number {
    const line = this.#lines.get(tenant);
    const ageMs = line ? performance.now() - line.formedAt : 0;
    if (!line || ageMs < KNOWN_AFTER_MS) return 0;
    return (ageMs * (line.waiting.size + 1)) / line.served;
  }

  /** Whether a caller of this tenant was refused within the last `withinMs`. */
  wasRefused(tenant: string, withinMs: number): boolean {
    const at = this.#refusedAt.get(tenant);
    return at !== undefined && performance.now() - at < withinMs;
  }

  noteRefusal(tenant: string): void {
    this.#refusedAt.set(tenant, performance.now());
  }

  /** Calls `admit` when it is the caller's turn. @returns false if it was not within `patienceMs` */
  wait(tenant: string, patienceMs: number, admit: () => void): Promise<boolean> {
    const line = this.#lines.get(tenant) ?? { waiting: new Set(), formedAt: performance.now(), served: 0 };
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
        this.noteRefusal(tenant);
        resolve(false);
      }, patienceMs);
      line.waiting.add(waiting);
      this.#waiting += 1;
    });
  }

  /** Admits the first of the next line whose tenant may start a turn. @returns false if there is none */
  next(mayStart: (tenant: string) => boolean): boolean {
    for (const [tenant, line] of this.#lines) {
      const [first] = line.waiting;
      if (!first || !mayStart(tenant)) continue;
      // Deleting and setting it again moves this line to the end.
      this.#lines.delete(tenant);
      this.#lines.set(tenant, line);
      line.served += 1;
      this.#remove(tenant, line, first);
      first.admit();
      return true;
    }
    return false;
  }

  #remove(tenant: string, line: Line, waiting: Waiting): void {
    line.waiting.delete(waiting);
    this.#waiting -= 1;
    if (line.waiting.size === 0) this.#lines.delete(tenant);
  }
}
