import type { Context } from "#lib/context/context.ts";
import { submitUpdate } from "../commands/submit-update.ts";
import { loadTeam } from "../load.ts";
import type { CommandResult, UpdateForm } from "../schema.ts";
import { findRoundFor } from "../slack/find-next-round.ts";

/**
 * Stores a member's own update. As in Slack, it answers the team's open round, or in the evening before the
 * one that is to come.
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
  return submitUpdate(ctx, { ...form, author: person.name, personId: person.userId, roundDate });
}
