import type { OperatorContext } from "#lib/context/context.ts";
import { alertText } from "./alert-text.ts";
import { listAlertRows } from "./queries.ts";

const MOST = 50;

export type AlertSummary = Awaited<ReturnType<typeof listAlerts>>[number];

/** Active alerts, then the newest cleared ones. `text` says what fired. */
export async function listAlerts(operator: OperatorContext) {
  const rows = await listAlertRows(operator, MOST);
  return rows.map((row) => ({ ...row, text: alertText({ ...row, event: "fired" }) }));
}
