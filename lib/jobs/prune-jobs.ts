import { openBoss } from "./boss.ts";
import { deleteOldJobs } from "./queries.ts";

const KEEP = { done: 100, failed: 1_000 };

/** Has jobs of dead workers run again and clears away old ones: of each queue the newest 100 done and 1,000 failed stay. */
export async function pruneJobs(isWorking = false): Promise<void> {
  const { boss } = await openBoss(isWorking);
  await boss.supervise();
  await deleteOldJobs(KEEP);
}
