import type { OperatorContext } from "#lib/context/context.ts";
import * as queries from "./queries/processes.ts";

export type ProcessSummary = Awaited<ReturnType<typeof queries.listProcesses>>[number];

/** The processes seen within a day, newest first. Without a recent heartbeat, a process counts as dead. */
export async function listProcesses(operator: OperatorContext): Promise<ProcessSummary[]> {
  return queries.listProcesses(operator);
}
