/**
 * What the alerts watch. `queueDepth`: jobs that are due. `queueAge`: seconds since the oldest of them became
 * due. `errors`: percent of the turns that ended recently. `firstToken`: their 95th percentile, in seconds.
 * `roomDelivery`: the 95th percentile of the time until events reach readers of rooms, in seconds. `worker`:
 * queue workers that stopped sending heartbeats. `slack`: percent of recent requests from Slack that failed.
 * `spend`: millionths of a dollar today, over all workspaces.
 * Their values are measured in queries.ts (`readFigures`) and worker/alert-loop.ts; those of `database` in
 * database-alert.ts. A new rule is also judged in evaluate-rules.ts and worded in alert-text.ts.
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
  "roomDelivery",
  "slack",
  "spend",
] as const;
export type AlertRule = (typeof alertRules)[number];
