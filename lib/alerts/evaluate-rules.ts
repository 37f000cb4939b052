import type { AlertLimits } from "#lib/instance/schema.ts";
import type { AlertRule } from "./alert-rules.ts";
import type { Breach, Figures } from "./schema.ts";

/** A percentage or percentile of fewer turns is not meaningful. */
const FEWEST_TURNS = 20;
/** Slack turns the events of an app off when 95% fail within an hour. */
const SLACK_PERCENT = 50;

/** Returns the figures that are past their limits. A limit of null turns its rule off. */
export function evaluateRules(figures: Figures, limits: AlertLimits): Breach[] {
  const { turns } = figures;
  const measured: [AlertRule, number | null, number | null][] = [
    ["queueDepth", figures.queueDepth, limits.queueDepth],
    ["queueAge", figures.queueAgeSeconds, limits.queueAgeSeconds],
    ["errors", turns.ended >= FEWEST_TURNS ? (100 * turns.failed) / turns.ended : null, limits.errorPercent],
    [
      "firstToken",
      turns.firstTokens >= FEWEST_TURNS ? turns.firstTokenP95Seconds : null,
      limits.firstTokenSeconds,
    ],
    ["roomDelivery", figures.roomDeliverySeconds, limits.roomDeliverySeconds],
    ["slack", figures.slackFailedPercent, SLACK_PERCENT],
    ["spend", figures.costMicrosToday, limits.dailyCostMicros],
  ];
  const breaches = measured.flatMap(([rule, value, threshold]): Breach[] =>
    value !== null && threshold !== null && value > threshold ? [{ rule, value, threshold }] : [],
  );
  if (figures.lostWorkers > 0) breaches.push({ rule: "worker", value: figures.lostWorkers, threshold: null });
  if (figures.isRedisAway) breaches.push({ rule: "redis", value: null, threshold: null });
  if (figures.isStorageAway) breaches.push({ rule: "storage", value: null, threshold: null });
  return breaches;
}
