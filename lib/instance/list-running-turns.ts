import type { OperatorContext } from "#lib/context/context.ts";
import * as queries from "./queries/operation.ts";

const MOST = 20;

/** Turns of all workspaces that have not ended, the oldest of them, and how many there are. */
export async function listRunningTurns(operator: OperatorContext) {
  return queries.listRunningTurns(operator, MOST);
}
