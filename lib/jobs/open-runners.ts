import { deadLetterOf, ensureQueue, type Opened } from "./boss.ts";
import { type AnyJob, withEarlier } from "./define-job.ts";
import { QueueRunner } from "./queue-runner.ts";
import { type ClaimedJob, giveUpJob, runJob } from "./run-job.ts";

const DEAD_LETTERS_AT_ONCE = 2;

/** For each job's queue, and the queue of those that are given up, by name; made where they are missing. */
export async function openRunners(
  opened: Opened,
  jobs: AnyJob[],
  onEnd: (isDone: boolean) => void = () => undefined,
): Promise<Map<string, QueueRunner>> {
  const runners = new Map<string, QueueRunner>();
  for (const job of withEarlier(jobs)) {
    await ensureQueue(opened, job);
    const { concurrency, concurrencyPerTenant } = job.settings;
    const run = async (claimed: ClaimedJob) => {
      try {
        await runJob(job, claimed);
        onEnd(true);
      } catch (error) {
        onEnd(false);
        throw error;
      }
    };
    const limits = { concurrency, concurrencyPerTenant };
    runners.set(job.name, new QueueRunner(opened.boss, { queue: job.name, ...limits, run }));
    const dead = deadLetterOf(job.name);
    const few = { concurrency: DEAD_LETTERS_AT_ONCE, concurrencyPerTenant: DEAD_LETTERS_AT_ONCE };
    const giveUp = (claimed: ClaimedJob) => giveUpJob(job, claimed);
    runners.set(dead, new QueueRunner(opened.boss, { queue: dead, ...few, run: giveUp }));
  }
  return runners;
}
