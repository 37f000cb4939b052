import { setTimeout as sleep } from "node:timers/promises";
import { errorFields, log } from "#lib/core/log.ts";
import { onWake, openBoss } from "./boss.ts";
import { scheduleCrons } from "./cron.ts";
import { openRunners, type Work } from "./open-runners.ts";
import { pruneJobs } from "./prune-jobs.ts";
import { readQueueStats } from "./queries.ts";
import type { QueueRunner } from "./queue-runner.ts";

/** Notifications wake the queues; polling finds delayed retries and jobs of dead workers. */
const LOOK_EVERY_MS = 5_000;
const TIDY_EVERY_LOOKS = 12;
/** Used when no job has ended in the meantime. */
const TIDY_IDLE_EVERY_LOOKS = 120;

export type Worker = {
  /** Number of jobs running in this process. */
  running(): number;
  /** Stops taking jobs; running jobs continue. */
  stop(): void;
  /** Like `stop`, then waits for running jobs up to `graceMs` and releases the rest. */
  close(graceMs: number): Promise<void>;
};

/** Runs the given jobs and crons in this process until closed. */
export async function startWorker(work: Work): Promise<Worker> {
  const opened = await openBoss(true);
  if (!opened.isWorking) throw new Error("The queue was opened before its worker was started.");
  const ends = { count: 0 };
  const runners = await openRunners(opened, work, () => {
    ends.count += 1;
  });
  const keep = () => scheduleCrons(opened, work.crons ?? []);
  await keep();
  const over = new AbortController();
  const forget = onWake((queue) => void runners.get(queue)?.look());
  const supervise = () => opened.boss.supervise();
  const looking = keepLooking(runners, { ends, keep, supervise }, over.signal);
  const stop = () => {
    over.abort();
    forget();
    for (const runner of runners.values()) runner.close();
  };
  return {
    running: () => [...runners.values()].reduce((sum, runner) => sum + runner.running, 0),
    stop,
    async close(graceMs) {
      stop();
      const idle = Promise.all([looking, ...[...runners.values()].map((runner) => runner.idle())]);
      await Promise.race([idle, sleep(graceMs, undefined, { ref: false })]);
      await Promise.all([...runners.values()].map((runner) => runner.handBack()));
    },
  };
}

async function keepLooking(
  runners: Map<string, QueueRunner>,
  { ends, keep, supervise }: { ends: { count: number }; keep(): Promise<void>; supervise(): Promise<void> },
  over: AbortSignal,
): Promise<void> {
  const queues = [...runners.keys()];
  for (let looks = 0; !over.aborted; looks += 1) {
    try {
      const { due, hasLost } = await readQueueStats(queues);
      for (const queue of due) void runners.get(queue)?.look();
      const isMinute = looks % TIDY_EVERY_LOOKS === TIDY_EVERY_LOOKS - 1;
      const isTidying =
        isMinute && (ends.count > 0 || looks % TIDY_IDLE_EVERY_LOOKS === TIDY_IDLE_EVERY_LOOKS - 1);
      if (isMinute) await keep();
      if (isTidying) {
        ends.count = 0;
        await pruneJobs(true);
      } else if (hasLost) await supervise();
    } catch (error) {
      log().warn(errorFields(error), "queue check failed");
    }
    // Jitter keeps processes from polling at the same moment.
    const pause = LOOK_EVERY_MS * (0.8 + 0.4 * Math.random());
    await sleep(pause, undefined, { signal: over, ref: false }).catch(() => undefined);
  }
}
