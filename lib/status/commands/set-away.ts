import type { Context } from "#lib/context/context.ts";
import { addDays, type LocalDate } from "#lib/core/local-time.ts";
import { isAway } from "../clock/round-times.ts";
import { findOpenRound } from "../queries/reads.ts";
import type { CommandResult, Member } from "../schema.ts";
import { changeRound } from "./change-round.ts";
import { changeTeam } from "./change-team.ts";

const LONGEST_DAYS = 366;

type Membership = { teamId: string; personId: string };

/**
 * Says that a person is away in these teams, or back, in the caller's transaction. Open rounds that lie in
 * the absence no longer wait for them.
 * @returns the result of the last change
 */
export async function setAway(
  tx: Context,
  memberships: Membership[],
  away: Member["away"],
): Promise<CommandResult> {
  let last: CommandResult | undefined;
  for (const { teamId, personId } of memberships) {
    last = await changeTeam(tx, teamId, { type: "set-away", personId, away });
    const date = await findOpenRound(tx, teamId, personId);
    if (date !== null && isAway({ away }, date))
      last = await changeRound(tx, { teamId, date }, { type: "skip", personId, reason: "away" });
  }
  return last as CommandResult;
}

/** Whether an absence may last until then: from today on, at most a year. */
export const isLastDayAway = (until: LocalDate, today: LocalDate) =>
  until >= today && until <= addDays(today, LONGEST_DAYS);
