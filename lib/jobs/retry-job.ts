import { notFound, ParleyError } from "#lib/core/errors.ts";
import { deadLetterOf, ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import { acceptEarlierVersion } from "./define-job.ts";
import type { Work } from "./open-runners.ts";
import { findJobRow } from "./queries.ts";
import { openJob } from "./run-job.ts";

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Finds a job or cron in its queue or dead letter queue. @throws ParleyError not_found */
export async function findJob({ jobs, crons = [] }: Work, queue: string, id: string) {
  const isOf = ({ name }: { name: string }) => name === queue || deadLetterOf(name) === queue;
  const job = acceptEarlierVersion(jobs).find(isOf);
  const cron = crons.find(isOf);
  const row = (job || cron) && shape.test(id) ? await findJobRow(queue, id) : null;
  if (job && row) return { job, row };
  if (cron && row) return { cron, row };
  throw notFound("job");
}

/**
 * Retries a job that failed permanently.
 * @throws ParleyError not_found; conflict if it has not failed or its work has moved on since
 */
export async function retryJob(work: Work, queue: string, id: string): Promise<void> {
  const { job, cron, row } = await findJob(work, queue, id);
  if (row.state !== "failed") throw new ParleyError("conflict", "Only failed jobs can be retried.");
  const opened = await openBoss();
  await ensureQueue(opened, job ?? cron);
  const again = (await job?.load())?.again;
  if (job && again && queue === job.name) {
    const { ctx, payload } = openJob(job, row);
    await again(ctx, payload);
    await opened.boss.deleteJob(queue, id);
    return;
  }
  await opened.boss.retry(queue, id);
  wakeQueue(queue);
}
