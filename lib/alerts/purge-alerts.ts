import type { OperatorContext } from "#lib/context/context.ts";
import { forgetAlertRows } from "./queries.ts";

/** Those that were over three months ago. */
export async function forgetOldAlerts(operator: OperatorContext): Promise<void> {
  await forgetAlertRows(operator);
}
