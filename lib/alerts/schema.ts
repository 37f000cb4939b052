import type { AlertRule } from "./alert-rules.ts";

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
  /** Of the slowest process, in the last minute; 0 where there is none to measure. */
  roomDeliverySeconds: number;
  /** Percent of the requests from Slack to this process in the last ten minutes; null if there were few. */
  slackFailedPercent: number | null;
  lostWorkers: number;
  isRedisAway: boolean;
  isStorageAway: boolean;
  costMicrosToday: number;
};
