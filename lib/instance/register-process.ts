import type { OperatorContext } from "#lib/context/context.ts";
import type { ProcessReport } from "./process-report.ts";
import * as queries from "./queries/processes.ts";

/** Stores a process's heartbeat and current load. Throws if the database is unreachable. */
export async function registerProcess(operator: OperatorContext, report: ProcessReport): Promise<void> {
  await queries.upsertProcess(operator, report);
}

/** A process that shuts down stops counting as live immediately. */
export async function unregisterProcess(operator: OperatorContext, id: ProcessReport["id"]) {
  await queries.deleteProcess(operator, id);
}

/** Purges processes without a heartbeat for a day. */
export async function purgeProcesses(operator: OperatorContext): Promise<void> {
  await queries.deleteOldProcesses(operator);
}
