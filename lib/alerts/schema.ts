/**
 * What is watched of the instance. `queueDepth`: jobs that are due; `queueAge`: seconds for which the oldest of them has been;
 * `errors`: percent of the turns that ended lately; `firstToken`: seconds, the 95th percentile of them; `worker`: processes that
 * worked on the queue and gave no sign of life since; `spend`: millionths of a dollar today, of all workspaces.
 */
export const alertRules = [
  "database",
  "redis",
  "worker",
  "queueDepth",
  "queueAge",
  "errors",
  "firstToken",
  "spend",
] as const;
export type AlertRule = (typeof alertRules)[number];

export const alertEvents = ["fired", "cleared"] as const;
export type AlertEvent = (typeof alertEvents)[number];

export const alertChannels = ["webhook", "slack", "email"] as const;
export type AlertChannel = (typeof alertChannels)[number];

/** Null: the rule has no figure. */
export type Breach = { rule: AlertRule; value: number | null; threshold: number | null };

/** What is known of the instance at one moment. */
export type Figures = {
  /** Due jobs of all queues. */
  queueDepth: number;
  queueAgeSeconds: number;
  /** Of the last five minutes. `failed`: also those that broke off. */
  turns: { ended: number; failed: number; firstTokens: number; firstTokenP95Seconds: number };
  lostWorkers: number;
  isRedisAway: boolean;
  costMicrosToday: number;
};
