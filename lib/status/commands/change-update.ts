import type { Context } from "#lib/context/context.ts";
import { eraseQuotingAnswers } from "#lib/conversation/erase-quoting-answers.ts";
import { notFound } from "#lib/core/errors.ts";
import { loadUpdate } from "../load.ts";
import { decideUpdate, type UpdateCommand } from "../model/update.ts";
import { runCommand } from "../run-command.ts";
import type { CommandResult } from "../schema.ts";

/**
 * Edits or removes an update. A removed one is no longer quoted by answers either.
 * @param by only that person's own; null: anyone's
 * @throws ParleyError not_found, also for an update of somebody else
 */
export async function changeUpdate(
  ctx: Context,
  updateId: string,
  command: Exclude<UpdateCommand, { type: "submit" }>,
  by: string | null,
): Promise<CommandResult> {
  const result = await runCommand(ctx, async () => {
    const update = await loadUpdate(ctx, updateId);
    const isOwn = update.state.kind === "present" && update.state.personId === by;
    if (by !== null && !isOwn) throw notFound("update");
    const events = decideUpdate(update.state, command, ctx.now());
    return { on: update, events: events.map((event) => ({ stream: update.stream, event })) };
  });
  if (command.type === "remove") await eraseQuotingAnswers(ctx, [updateId]);
  return result;
}
