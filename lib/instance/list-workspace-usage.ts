import type { OperatorContext } from "#lib/context/context.ts";
import { readSide } from "#lib/context/read-side.ts";
import * as queries from "./queries/operation.ts";

const MOST = 100;

/** Usage of each workspace today and this month, most expensive first. */
export async function listWorkspaceUsage(operator: OperatorContext) {
  return queries.listWorkspaceUsage(readSide(operator), MOST);
}
