import type { OperatorContext } from "#lib/context/context.ts";
import { deleteOldAlerts } from "./queries.ts";

/** Purges alerts that were cleared more than 90 days ago. */
export async function purgeAlerts(operator: OperatorContext): Promise<void> {
  await deleteOldAlerts(operator);
}
