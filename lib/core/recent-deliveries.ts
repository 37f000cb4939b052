import { singleton } from "./singleton.ts";

const WINDOW_MS = 60_000;
const KEPT = 1_000;
/** A percentile of fewer is not meaningful. */
const FEWEST = 20;

type Delivery = { at: number; ms: number };

/** The latest deliveries of this process to readers of rooms. */
export class RecentDeliveries {
  readonly #latest: Delivery[] = [];
  #next = 0;

  add(ms: number, at: number): void {
    this.#latest[this.#next] = { at, ms };
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The 95th percentile of the last minute, in ms; null if there were too few. */
  p95(now: number): number | null {
    const recent = this.#latest.filter(({ at }) => at > now - WINDOW_MS).map(({ ms }) => ms);
    if (recent.length < FEWEST) return null;
    recent.sort((one, other) => one - other);
    return Math.round(recent[Math.ceil(recent.length * 0.95) - 1] ?? 0);
  }
}

export const recentDeliveries = () => singleton("recent-deliveries", () => new RecentDeliveries());
