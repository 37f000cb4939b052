import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { submitUpdate } from "../commands/submit-update.ts";
import { loadTeam } from "../load.ts";
import { rateMood } from "../mood/rate-mood.ts";
import type { CommandResult, UpdateForm } from "../schema.ts";
import { findRoundFor } from "../slack/find-next-round.ts";

/**
 * Stores a member's own update. As in Slack, it answers the team's open round, or in the evening before the
 * one that is to come. A mood counts in an open round.
 * @throws ParleyError not_found for an unknown team, conflict for an archived one
 */
export async function submitInStudio(
  ctx: Context,
  person: { userId: string; name: string },
  form: UpdateForm,
): Promise<CommandResult> {
  const { state: team } = await loadTeam(ctx, form.team_id);
  const member =
    team.kind === "active" ? team.members.find(({ personId }) => personId === person.userId) : undefined;
  const roundDate = team.kind === "active" && member ? await findRoundFor(ctx, { team, member }) : null;
  const { mood, ...update } = form;
  const submission = { ...update, author: person.name, personId: person.userId, roundDate };
  if (!mood || !roundDate) return submitUpdate(ctx, submission);
  return transaction(ctx, async (tx) => {
    const result = await submitUpdate(tx, submission);
    await rateMood(tx, { teamId: form.team_id, date: roundDate, personId: person.userId, mood });
    return result;
  });
}
