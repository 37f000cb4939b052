import { deadLetterOf, ensureQueue, type Opened } from "./boss.ts";
import { type Cron, failCron, runCron } from "./cron.ts";
import { type AnyJob, acceptEarlierVersion } from "./define-job.ts";
import { QueueRunner } from "./queue-runner.ts";
import { type ClaimedJob, deadLetterJob, runJob } from "./run-job.ts";

const DEAD_LETTERS_AT_ONCE = 2;

/** Jobs run on request, crons by timetable. */
export type Work = { jobs: AnyJob[]; crons?: readonly Cron[] };

type Run = (claimed: ClaimedJob) => Promise<void>;

/** Opens each job's and cron's queue and its dead letter queue by name, and creates missing ones. */
export async function openRunners(
  opened: Opened,
  { jobs, crons = [] }: Work,
  onEnd: (isDone: boolean) => void = () => undefined,
): Promise<Map<string, QueueRunner>> {
  const runners = new Map<string, QueueRunner>();
  const open = async (of: Pick<AnyJob, "name" | "settings">, work: Run, giveUp: Run) => {
    await ensureQueue(opened, of);
    const { concurrency, concurrencyPerTenant } = of.settings;
    const run = async (claimed: ClaimedJob) => {
      try {
        await work(claimed);
        onEnd(true);
      } catch (error) {
        onEnd(false);
        throw error;
      }
    };
    const limits = { concurrency, concurrencyPerTenant };
    runners.set(of.name, new QueueRunner(opened.boss, { queue: of.name, ...limits, run }));
    const dead = deadLetterOf(of.name);
    const few = { concurrency: DEAD_LETTERS_AT_ONCE, concurrencyPerTenant: DEAD_LETTERS_AT_ONCE };
    runners.set(dead, new QueueRunner(opened.boss, { queue: dead, ...few, run: giveUp }));
  };
  for (const job of acceptEarlierVersion(jobs))
    await open(
      job,
      (claimed) => runJob(job, claimed),
      (claimed) => deadLetterJob(job, claimed),
    );
  for (const cron of crons)
    await open(
      cron,
      (claimed) => runCron(cron, claimed),
      (claimed) => failCron(cron, claimed),
    );
  return runners;
}
