import type { OperatorContext } from "#lib/context/context.ts";
import type { ProcessReport } from "./process-report.ts";
import * as queries from "./queries/processes.ts";

/** Stores a process's heartbeat and current load. Throws if the database is unreachable. */
export async function registerProcess(operator: OperatorContext, report: ProcessReport): Promise<void> {
  await queries.upsertProcess(operator, report);
}

/** A process that ends of itself is counted on no longer. */
export async function unregisterProcess(operator: OperatorContext, id: ProcessReport["id"]) {
  await queries.deleteProcess(operator, id);
}

/** Those that have been silent for a day. */
export async function purgeProcesses(operator: OperatorContext): Promise<void> {
  await queries.deleteOldProcesses(operator);
}
