import type { OperatorContext } from "#lib/core/context.ts";
import * as queries from "./queries.ts";

export type ProcessSummary = Awaited<ReturnType<typeof queries.listProcesses>>[number];

/** The processes seen within a day, the newest first; those that gave no sign of life lately are not alive. */
export async function listProcesses(operator: OperatorContext): Promise<ProcessSummary[]> {
  return queries.listProcesses(operator);
}
