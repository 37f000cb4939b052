import { LRUCache } from "lru-cache";
import type { ProcessLoad } from "./start-limit.ts";

/** Busier than this, the turns of all tenants wait for each other. */
const BUSY = 0.75;
/** A wait for a connection means that the others' turns wait for one too. */
const LONG_WAIT_MS = 25;
const FIRST = 2;
const LEAST = 1;
const SHRINK = 0.6;
const GROWTH = 1.2;
const GROWTH_STEP = 0.5;
/** A tenant with fewer recent starts is not limited; a start counts half after `HALF_MS`. */
const FEW_STARTS = 4;
const HALF_MS = 1_000;
/** How long a tenant that asked counts as present. */
const PRESENT_MS = 60_000;
const MOST_REMEMBERED = 10_000;

type Seen = { tenant: string; at: number };
type Held = { held: number; others: number };
const NEVER: Seen = { tenant: "", at: Number.NEGATIVE_INFINITY };

/**
 * How many turns a tenant with many may start at once while other tenants are present: as many as leave the
 * event loop idle for a quarter of the time and connections free, so that the others' turns hardly wait.
 * Alone, a tenant gets everything.
 */
export class TenantShare {
  readonly #recent = new LRUCache<string, { starts: number; at: number }>({ max: MOST_REMEMBERED });
  /** Without measurements, which another host's server may not make, there is no limit. */
  #value = Number.POSITIVE_INFINITY;
  #most = 0;
  #wasReached = false;
  /** The tenant that asked last, and the last other one. */
  #last = NEVER;
  #other = NEVER;

  /** A tenant asks for a slot. */
  asked(tenant: string): void {
    if (tenant !== this.#last.tenant) this.#other = this.#last;
    this.#last = { tenant, at: performance.now() };
  }

  /** A tenant gets a slot and holds `held` now. */
  started(tenant: string, held: number): void {
    this.#recent.set(tenant, { starts: this.#startsOf(tenant) + 1, at: performance.now() });
    this.#most = Math.max(this.#most, held);
  }

  /** Whether a tenant that holds `held` of the slots may take another one, while others hold `others`. */
  allows(tenant: string, { held, others }: Held): boolean {
    if (held < LEAST || held + others < Math.floor(this.#value)) return true;
    if (this.#startsOf(tenant) < FEW_STARTS || !this.#hasOthers(tenant)) return true;
    this.#wasReached = true;
    return false;
  }

  observe({ utilization, connectionWaitMs }: ProcessLoad): void {
    if (this.#value === Number.POSITIVE_INFINITY) this.#value = FIRST;
    if (utilization > BUSY || connectionWaitMs > LONG_WAIT_MS)
      this.#value = Math.max(LEAST, Math.min(this.#value, Math.max(this.#most, FIRST)) * SHRINK);
    else if (this.#wasReached) this.#value = Math.max(this.#value + GROWTH_STEP, this.#value * GROWTH);
    this.#most = 0;
    this.#wasReached = false;
  }

  #startsOf(tenant: string): number {
    const recent = this.#recent.get(tenant);
    return recent ? recent.starts * 2 ** ((recent.at - performance.now()) / HALF_MS) : 0;
  }

  #hasOthers(tenant: string): boolean {
    const { at } = tenant === this.#last.tenant ? this.#other : this.#last;
    return performance.now() - at < PRESENT_MS;
  }
}
