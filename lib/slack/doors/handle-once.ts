import type { Context } from "#lib/context/context.ts";
import type { AnyJob } from "#lib/jobs/define-job.ts";
import { type Enqueue, transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { insertSlackEvent } from "../queries/installations.ts";

/**
 * Does what something from Slack asks for, together with the mark that it was done: however often and in how
 * many processes it arrives, it has one effect. Slack is answered after that.
 * @returns false if it was handled before
 */
export function handleOnce(
  ctx: Context,
  eventId: string,
  jobs: AnyJob[],
  work: (tx: Context, enqueue: Enqueue) => Promise<void>,
): Promise<boolean> {
  return transactionWithJobs(ctx, jobs, async (tx, enqueue) => {
    if (!(await insertSlackEvent(tx, eventId))) return false;
    await work(tx, enqueue);
    return true;
  });
}
