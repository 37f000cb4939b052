import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { FORGET_AGAIN_AFTER_MS, forgetQuotesJob } from "./jobs.ts";
import { forgetMoods } from "./mood/forget-moods.ts";
import { forgetPerson } from "./queries/events.ts";
import { findPersonIds, findUpdates } from "./queries/reads.ts";
import { forgetQuotes, type Quoted } from "./rounds/forget-quotes.ts";

const UPDATES_AT_ONCE = 5_000;

/**
 * Erases a person from check-ins: what they wrote and where they are named, in events, projections, digests,
 * moods of open rounds, and answers that quoted them. Their events stay, empty. If it is interrupted, jobs
 * finish it. Repeated, it changes nothing.
 * @returns the number of events changed
 */
export async function forgetInCheckIns(ctx: Context, personId: string): Promise<number> {
  const persons = await findPersonIds(ctx, personId);
  const quoted: Quoted = { persons, written: [] };
  for (const id of persons) quoted.written.push(...(await listWritten(ctx, id)));
  const changed = await transactionWithJobs(ctx, [forgetQuotesJob], async (tx, enqueue) => {
    await forgetMoods(tx, persons);
    const count = await forgetPerson(tx, { persons, eventId: newId("evt") });
    if (count > 0) {
      await enqueue(forgetQuotesJob, quoted);
      await enqueue(forgetQuotesJob, quoted, { after: new Date(tx.now().getTime() + FORGET_AGAIN_AFTER_MS) });
    }
    return count;
  });
  await forgetQuotes(ctx, quoted);
  return changed;
}

async function listWritten(ctx: Context, personId: string): Promise<Quoted["written"]> {
  const written: Quoted["written"] = [];
  for (let olderThan: { createdAt: Date; updateId: string } | undefined; ; ) {
    const page = await findUpdates(ctx, {
      personId,
      limit: UPDATES_AT_ONCE,
      ...(olderThan && { olderThan }),
    });
    written.push(...page.map(({ updateId, teamId, roundDate }) => ({ updateId, teamId, roundDate })));
    olderThan = page.at(-1);
    if (page.length < UPDATES_AT_ONCE) return written;
  }
}
