import { forgetOldAlerts } from "#lib/alerts/purge-alerts.ts";
import { forgetEnded } from "#lib/auth/session/purge-expired.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { forgetReadings } from "#lib/oracle/purge-readings.ts";

/** Clears away what nobody needs any more, where no moment of its own does that. */
export async function keepHouse(operator: OperatorContext): Promise<void> {
  await forgetOldAlerts(operator);
  await forgetEnded(operator);
  await forgetReadings(operator);
}
