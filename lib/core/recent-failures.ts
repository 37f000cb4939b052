import { singleton } from "./singleton.ts";

const WINDOW_MS = 600_000;
const KEPT = 200;
/** A percentage of fewer is not meaningful. */
const FEWEST = 5;

/** How this process answered the latest requests from Slack. */
export class RecentFailures {
  #latest: { at: number; isFailed: boolean }[] = [];

  add(isFailed: boolean, at: number): void {
    this.#latest = [...this.#latest.slice(1 - KEPT), { at, isFailed }];
  }

  /** Percent of those in the last ten minutes that failed; null if there were too few. */
  percent(now: number): number | null {
    const recent = this.#latest.filter(({ at }) => at > now - WINDOW_MS);
    if (recent.length < FEWEST) return null;
    return (100 * recent.filter(({ isFailed }) => isFailed).length) / recent.length;
  }
}

export const slackFailures = () => singleton("slack-failures", () => new RecentFailures());
