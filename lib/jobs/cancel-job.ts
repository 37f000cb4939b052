import { ParleyError } from "#lib/core/errors.ts";
import { openBoss } from "./boss.ts";
import type { AnyJob } from "./define-job.ts";
import { findJob } from "./retry-job.ts";
import { openJob } from "./run-job.ts";

/**
 * Calls a job off that waits or runs; a worker that has it stops within two seconds.
 * @throws ParleyError not_found; conflict for one that has ended, or that is of a kind that is not called off
 */
export async function cancelJob(jobs: AnyJob[], queue: string, id: string): Promise<void> {
  const { job, row } = await findJob(jobs, queue, id);
  const { cancel } = await job.load();
  if (!cancel || queue !== job.name)
    throw new ParleyError("conflict", "Jobs of this kind cannot be cancelled.");
  if (!["created", "retry", "active"].includes(row.state))
    throw new ParleyError("conflict", "This job has ended.");
  const { ctx, payload } = openJob(job, row);
  await cancel(ctx, payload);
  await (await openBoss()).boss.cancel(queue, id);
}
