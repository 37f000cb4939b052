/**
 * What the alerts watch. `queueDepth`: jobs that are due. `queueAge`: seconds since the oldest of them became
 * due. `errors`: percent of the turns that ended recently. `firstToken`: their 95th percentile, in seconds.
 * `worker`: queue workers that stopped sending heartbeats. `spend`: millionths of a dollar today, over all
 * workspaces.
 */
export const alertRules = [
  "database",
  "redis",
  "storage",
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

/** Null: the rule is not numeric. */
export type Breach = { rule: AlertRule; value: number | null; threshold: number | null };

export type Figures = {
  /** Due jobs of all queues. */
  queueDepth: number;
  queueAgeSeconds: number;
  /** The last five minutes. `failed` includes interrupted turns. */
  turns: { ended: number; failed: number; firstTokens: number; firstTokenP95Seconds: number };
  lostWorkers: number;
  isRedisAway: boolean;
  isStorageAway: boolean;
  costMicrosToday: number;
};
