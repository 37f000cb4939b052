import { deadLetterOf, ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import type { AnyJob } from "./define-job.ts";
import { type ClaimedJob, giveUpJob, runJob } from "./run-job.ts";

const POLL_SECONDS = 2;
/** Notifications wake the workers; this only finds jobs that are run again after a wait. */
const NOTIFIED_POLL_SECONDS = 10;

/** Works on the given jobs in this process until `closeBoss`. */
export async function startWorker(jobs: AnyJob[]): Promise<void> {
  const opened = await openBoss(true);
  if (!opened.isWorking) throw new Error("The queue was opened before its worker was started.");
  const polling = {
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: NOTIFIED_POLL_SECONDS,
    includeMetadata: true,
  } as const;
  for (const job of jobs) {
    await ensureQueue(opened, job);
    const { concurrency, concurrencyPerTenant } = job.settings;
    const limits = { localConcurrency: concurrency, localGroupConcurrency: concurrencyPerTenant };
    await opened.boss.work<object, void, typeof polling & typeof limits>(
      job.name,
      { ...polling, ...limits },
      async ([claimed]) => {
        // One that just ended has room for the next one: without this it would sit out the poll.
        try {
          if (claimed) await runJob(job, claimed as ClaimedJob);
        } finally {
          wakeQueue(job.name);
        }
      },
    );
    await opened.boss.work<object>(deadLetterOf(job.name), polling, async ([dead]) => {
      if (dead) await giveUpJob(job, dead);
    });
  }
}
