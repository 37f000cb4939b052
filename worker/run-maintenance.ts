import { purgeAlerts } from "#lib/alerts/purge-alerts.ts";
import { keepPartitions } from "#lib/analytics/keep-events.ts";
import { purgeExpired } from "#lib/auth/session/purge-expired.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { purgeReadings } from "#lib/oracle/purge-readings.ts";
import { purgePhotos } from "#lib/photo/purge-photos.ts";
import { purgeWorkspaces } from "#lib/privacy/purge-workspaces.ts";
import { purgeQuotaUses } from "#lib/quotas/purge-quota-uses.ts";
import { pruneEvents } from "#lib/rooms/order/prune-events.ts";
import { purgeSlack } from "#lib/slack/purge-slack.ts";

/** Purges expired rows that no other event purges. */
export async function runMaintenance(operator: OperatorContext): Promise<void> {
  await keepPartitions(operator);
  await purgeAlerts(operator);
  await purgeExpired(operator);
  await purgeReadings(operator);
  await purgePhotos(operator);
  await purgeQuotaUses(operator);
  await pruneEvents(operator);
  await purgeSlack(operator);
  await purgeWorkspaces(operator);
}
