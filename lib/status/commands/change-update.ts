import type { Context } from "#lib/context/context.ts";
import { eraseQuotingAnswers } from "#lib/conversation/erase-quoting-answers.ts";
import { notFound } from "#lib/core/errors.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { FORGET_AGAIN_AFTER_MS, forgetQuotesJob } from "../jobs.ts";
import { loadUpdate } from "../load.ts";
import { decideUpdate, type UpdateCommand } from "../model/update.ts";
import { wakeProjector } from "../projection/project.ts";
import type { Quoted } from "../rounds/forget-quotes.ts";
import { runCommand } from "../run-command.ts";
import type { CommandResult } from "../schema.ts";

/**
 * Edits or removes an update. A removed one is no longer quoted by answers either, not even by those that
 * are being written meanwhile: jobs erase again.
 * @param by only that person's own; null: anyone's
 * @throws ParleyError not_found, also for an update of somebody else
 */
export async function changeUpdate(
  ctx: Context,
  updateId: string,
  command: Exclude<UpdateCommand, { type: "submit" }>,
  by: string | null,
): Promise<CommandResult> {
  const change = (on: Context) =>
    runCommand(on, async () => {
      const update = await loadUpdate(on, updateId);
      const isOwn = update.state.kind === "present" && update.state.personId === by;
      if (by !== null && !isOwn) throw notFound("update");
      const events = decideUpdate(update.state, command, on.now());
      return { on: update, events: events.map((event) => ({ stream: update.stream, event })) };
    });
  if (command.type !== "remove") return change(ctx);
  const quoted: Quoted = { persons: [], written: [{ updateId, teamId: "", roundDate: null }] };
  const result = await transactionWithJobs(ctx, [forgetQuotesJob], async (tx, enqueue) => {
    const removed = await change(tx);
    await enqueue(forgetQuotesJob, quoted);
    await enqueue(forgetQuotesJob, quoted, { after: new Date(tx.now().getTime() + FORGET_AGAIN_AFTER_MS) });
    return removed;
  });
  wakeProjector(ctx);
  await eraseQuotingAnswers(ctx, [updateId]);
  return result;
}
