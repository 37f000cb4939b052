import type { OperatorContext } from "#lib/context/context.ts";
import { deleteOldAlerts } from "./queries.ts";

/** Those that were over three months ago. */
export async function purgeAlerts(operator: OperatorContext): Promise<void> {
  await deleteOldAlerts(operator);
}
