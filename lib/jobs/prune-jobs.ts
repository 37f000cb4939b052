import { openBoss } from "./boss.ts";
import { deleteOldJobs } from "./queries.ts";

const KEEP = { done: 100, failed: 1_000 };

/** Returns jobs of dead workers to their queues, and keeps 100 done and 1,000 failed jobs of each queue. */
export async function pruneJobs(isWorking = false): Promise<void> {
  const { boss } = await openBoss(isWorking);
  await boss.supervise();
  await deleteOldJobs(KEEP);
}
