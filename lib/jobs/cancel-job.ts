import { ParleyError } from "#lib/core/errors.ts";
import { openBoss } from "./boss.ts";
import type { Work } from "./open-runners.ts";
import { findJob } from "./retry-job.ts";
import { openJob } from "./run-job.ts";

/**
 * Cancels a waiting or running job. A worker that runs it stops within two seconds.
 * @throws ParleyError not_found; conflict if the job has ended or its kind can't be canceled
 */
export async function cancelJob(work: Work, queue: string, id: string): Promise<void> {
  const { job, row } = await findJob(work, queue, id);
  const cancel = (await job?.load())?.cancel;
  if (!job || !cancel || queue !== job.name)
    throw new ParleyError("conflict", "Jobs of this kind can't be canceled.");
  if (!["created", "retry", "active"].includes(row.state))
    throw new ParleyError("conflict", "This job has already ended.");
  const { ctx, payload } = openJob(job, row);
  await cancel(ctx, payload);
  await (await openBoss()).boss.cancel(queue, id);
}
