import { log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { singleton } from "#lib/core/singleton.ts";

const EVERY_MS = 5_000;

/** Why turns are refused before they are stored. */
export type RefusalReason = "overloaded" | "queue" | "budget" | "limited";

const noted = () =>
  singleton("refusals", () => ({
    at: Number.NEGATIVE_INFINITY,
    counts: {} as Partial<Record<RefusalReason, number>>,
  }));

/** Counts a refused turn. Logs at most one line every five seconds. */
export function noteRefusal(reason: RefusalReason): void {
  metrics().turnsRefused.inc({ reason });
  const state = noted();
  state.counts[reason] = (state.counts[reason] ?? 0) + 1;
  if (performance.now() - state.at < EVERY_MS) return;
  log().warn(state.counts, "turns refused");
  state.at = performance.now();
  state.counts = {};
}
