import { purgeAlerts } from "#lib/alerts/purge-alerts.ts";
import { purgeExpired } from "#lib/auth/session/purge-expired.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { purgeReadings } from "#lib/oracle/purge-readings.ts";

/** Clears away what nobody needs any more, where no moment of its own does that. */
export async function runMaintenance(operator: OperatorContext): Promise<void> {
  await purgeAlerts(operator);
  await purgeExpired(operator);
  await purgeReadings(operator);
}
