import type { OperatorContext } from "#lib/context/context.ts";
import * as queries from "./queries/processes.ts";

export type ProcessSummary = Awaited<ReturnType<typeof queries.listProcesses>>[number];

/** The processes seen within a day, the newest first; those that gave no sign of life lately are not alive. */
export async function listProcesses(operator: OperatorContext): Promise<ProcessSummary[]> {
  return queries.listProcesses(operator);
}
