import type { OperatorContext } from "#lib/context/context.ts";
import * as queries from "./queries/operation.ts";

const MOST = 20;

/** The oldest running or waiting turns of all workspaces, and how many there are in total. */
export async function listRunningTurns(operator: OperatorContext) {
  return queries.listRunningTurns(operator, MOST);
}
