import { setTimeout as sleep } from "node:timers/promises";
import { openBoss } from "./boss.ts";
import { scheduleCrons } from "./cron.ts";
import { openRunners, type Work } from "./open-runners.ts";
import { readQueueStats } from "./queries.ts";

/** Jobs still running at `until` have this long to finish. */
const GRACE_MS = 60_000;
const LOOK_EVERY_MS = 250;

export type Drained = { done: number; failed: number };

/**
 * Runs jobs until none is due or running, or until `until`, for hosts without a worker. A job that is
 * interrupted by the end of the process is run again by a later call, because its heartbeat stops.
 */
export async function drainQueue(work: Work, until: Date): Promise<Drained> {
  const drained: Drained = { done: 0, failed: 0 };
  const opened = await openBoss();
  const runners = await openRunners(opened, work, (isDone) => {
    drained[isDone ? "done" : "failed"] += 1;
  });
  await scheduleCrons(opened, work.crons ?? []);
  const all = [...runners.values()];
  await opened.boss.supervise();
  while (new Date() < until) {
    const { due } = await readQueueStats([...runners.keys()]);
    await Promise.all(due.map((queue) => runners.get(queue)?.look()));
    if (due.length === 0 && all.every((runner) => runner.isIdle)) break;
    await Promise.race([Promise.all(all.map((runner) => runner.idle())), sleep(LOOK_EVERY_MS)]);
  }
  for (const runner of all) runner.close();
  const idle = Promise.all(all.map((runner) => runner.idle()));
  await Promise.race([idle, sleep(GRACE_MS, undefined, { ref: false })]);
  await Promise.all(all.map((runner) => runner.handBack()));
  return drained;
}
