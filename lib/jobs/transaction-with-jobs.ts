import { queueIn } from "#db/queue-client.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import type { AnyJob, Job } from "./define-job.ts";

export type Enqueue = <P extends object>(
  job: Job<P>,
  payload: P,
  options?: { after?: Date; key?: string },
) => Promise<void>;

/**
 * A transaction that can enqueue jobs; they exist only if it commits. The caller names every job that `work`
 * may enqueue, because inside the transaction there is no second connection to look up a queue.
 */
export async function transactionWithJobs<T>(
  ctx: Context,
  jobs: AnyJob[],
  work: (tx: Context, enqueue: Enqueue) => Promise<T>,
): Promise<T> {
  const opened = await openBoss();
  for (const job of jobs) await ensureQueue(opened, job);
  const due = new Set<string>();
  const result = await transaction(ctx, (tx) =>
    work(tx, async (job, payload, options = {}) => {
      if (!jobs.includes(job)) throw new Error(`The job ${job.name} was not named before the transaction.`);
      await opened.boss.send(
        job.name,
        { tenantId: tx.tenantId, ...payload },
        {
          db: queueIn(tx.db),
          group: { id: tx.tenantId },
          startAfter: options.after,
          singletonKey: options.key,
        },
      );
      if (!options.after) due.add(job.name);
    }),
  );
  for (const name of due) wakeQueue(name);
  return result;
}
