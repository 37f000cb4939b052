import { deadLetterOf, ensureQueue, openBoss } from "./boss.ts";
import type { AnyJob } from "./define-job.ts";
import { type ClaimedJob, giveUpJob, runJob } from "./run-job.ts";

export type Drained = { done: number; failed: number };

/**
 * Works off jobs one after another until none is due or `until` has come, for hosts without a worker. A job that is
 * cut off there is run again by a later call: its heartbeat stops with the process.
 */
export async function drainQueue(jobs: AnyJob[], until: Date): Promise<Drained> {
  const opened = await openBoss();
  const { boss } = opened;
  const drained: Drained = { done: 0, failed: 0 };
  await boss.supervise();
  for (const job of jobs) {
    await ensureQueue(opened, job);
    while (new Date() < until) {
      const [claimed] = await boss.fetch<object>(job.name, { includeMetadata: true });
      if (!claimed) break;
      const beat = setInterval(() => void boss.touch(job.name, claimed.id).catch(() => undefined), 4_000);
      try {
        await runJob(job, {
          ...(claimed as Omit<ClaimedJob, "signal">),
          signal: AbortSignal.timeout(until.getTime() - Date.now() + 60_000),
        });
        await boss.complete(job.name, claimed.id);
        drained.done += 1;
      } catch {
        await boss.fail(job.name, claimed.id);
        drained.failed += 1;
      } finally {
        clearInterval(beat);
      }
    }
    for (;;) {
      const [dead] = await boss.fetch<object>(deadLetterOf(job.name));
      if (!dead) break;
      await giveUpJob(job, dead);
      await boss.complete(deadLetterOf(job.name), dead.id);
    }
  }
  return drained;
}
