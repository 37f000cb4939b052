import type { OperatorContext } from "#lib/context/context.ts";
import type { QueueSample } from "#lib/core/read-metrics.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { openChannels } from "./channels.ts";
import { deliverAlerts } from "./deliver-alerts.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import { clearAlerts, holdAlert, readFigures } from "./queries.ts";
import type { Breach } from "./schema.ts";

export type Beside = {
  queues: QueueSample[];
  isRedisAway: boolean;
  isStorageAway: boolean;
  slackFailedPercent: number | null;
};

/**
 * Checks the instance once. A rule past its limit fires an alert, an alert that has been quiet for a minute
 * is cleared, and each channel is notified of both. Any number of processes may check at the same time: an
 * alert gets one row, and each channel gets one message.
 */
export async function checkAlerts(
  operator: OperatorContext,
  { queues, isRedisAway, isStorageAway, slackFailedPercent }: Beside,
): Promise<Breach[]> {
  const channels = openChannels();
  const [{ isQuiet, ...read }, { alerts: limits }] = await Promise.all([
    readFigures(operator),
    getInstance(operator),
  ]);
  const figures = {
    ...read,
    isRedisAway,
    isStorageAway,
    slackFailedPercent,
    queueDepth: queues.reduce((sum, { depth }) => sum + depth, 0),
    queueAgeSeconds: Math.max(0, ...queues.map(({ oldestSeconds }) => oldestSeconds)),
  };
  const breaches = evaluateRules(figures, limits);
  if (isQuiet && breaches.length === 0) return breaches;
  for (const breach of breaches) await holdAlert(operator, breach, channels);
  await clearAlerts(operator, channels);
  await deliverAlerts(operator);
  return breaches;
}
