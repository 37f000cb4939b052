import { forgetOldAlerts } from "#lib/alerts/forget-alerts.ts";
import { forgetEnded } from "#lib/auth/session/purge-expired.ts";
import type { OperatorContext } from "#lib/core/context.ts";
import { forgetReadings } from "#lib/oracle/forget-readings.ts";

/** Clears away what nobody needs any more, where no moment of its own does that. */
export async function keepHouse(operator: OperatorContext): Promise<void> {
  await forgetOldAlerts(operator);
  await forgetEnded(operator);
  await forgetReadings(operator);
}
