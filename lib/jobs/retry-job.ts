import { notFound, ParleyError } from "#lib/core/errors.ts";
import { deadLetterOf, ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import { type AnyJob, withEarlier } from "./define-job.ts";
import { findJobRow } from "./queries.ts";
import { openJob } from "./run-job.ts";

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A job of one of these kinds, or of the queue of those given up. @throws ParleyError not_found */
export async function findJob(jobs: AnyJob[], queue: string, id: string) {
  const job = withEarlier(jobs).find(({ name }) => name === queue || deadLetterOf(name) === queue);
  const row = job && shape.test(id) ? await findJobRow(queue, id) : null;
  if (!job || !row) throw notFound("job");
  return { job, row };
}

/**
 * Has a job that failed for good done again.
 * @throws ParleyError not_found; conflict for one that has not failed, or whose matter has gone on since
 */
export async function retryJob(jobs: AnyJob[], queue: string, id: string): Promise<void> {
  const { job, row } = await findJob(jobs, queue, id);
  if (row.state !== "failed") throw new ParleyError("conflict", "Only a job that failed can be done again.");
  const opened = await openBoss();
  await ensureQueue(opened, job);
  const { again } = await job.load();
  if (again && queue === job.name) {
    const { ctx, payload } = openJob(job, row);
    await again(ctx, payload);
    await opened.boss.deleteJob(queue, id);
    return;
  }
  await opened.boss.retry(queue, id);
  wakeQueue(queue);
}
