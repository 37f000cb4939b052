import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { addDays, localDate } from "../clock/local-time.ts";
import { isAway } from "../clock/round-times.ts";
import { changeRound } from "../commands/change-round.ts";
import { changeTeam } from "../commands/change-team.ts";
import { loadTeam } from "../load.ts";
import { findOpenRound, findTeams } from "../queries/reads.ts";
import type { CommandResult, Member, MembershipChange } from "../schema.ts";

const LONGEST_DAYS = 366;

/**
 * Changes how a member takes part: away or back, in all their teams; reminded or not, in which zone, or
 * skipped today, in this one.
 * @param by who asks: only members themselves skip
 * @throws ParleyError not_found for an unknown team, member, or open round; forbidden; invalid; conflict
 */
export async function changeMembership(
  ctx: Context,
  teamId: string,
  change: MembershipChange,
  by: string,
): Promise<CommandResult> {
  const personId = change.person_id ?? by;
  const { state: team } = await loadTeam(ctx, teamId);
  const member = team.kind === "none" ? undefined : team.members.find((one) => one.personId === personId);
  if (team.kind === "none" || !member) throw notFound("member");
  switch (change.do) {
    case "skip": {
      if (personId !== by) throw new ParleyError("forbidden", "Only they themselves can skip a check-in.");
      const date = await findOpenRound(ctx, teamId, personId);
      if (date === null) throw notFound("open round");
      return changeRound(ctx, { teamId, date }, { type: "skip", personId, reason: "today" });
    }
    case "remind":
      return changeTeam(ctx, teamId, { type: "set-reminders", personId, reminders: change.reminders });
    case "move":
      return changeTeam(ctx, teamId, { type: "change-zone", personId, timeZone: change.time_zone });
    case "back":
      return setAway(ctx, { teamId, personId, away: null });
    case "away": {
      const from = localDate(ctx.now(), member.timeZone ?? team.timeZone);
      const { until } = change;
      if (until !== null && (until < from || until > addDays(from, LONGEST_DAYS)))
        throw new ParleyError("invalid", "Choose a last day from today on, within the next 12 months.");
      return setAway(ctx, { teamId, personId, away: { from, until } });
    }
    default:
      return change satisfies never;
  }
}

type Absence = { teamId: string; personId: string; away: Member["away"] };

/** In all teams of the person. Open rounds that lie in the absence no longer wait for them. */
async function setAway(ctx: Context, { teamId: asked, personId, away }: Absence): Promise<CommandResult> {
  const isIn = ({ personId: one }: Member) => one === personId;
  const others = (await findTeams(ctx)).filter(
    ({ teamId, kind, members }) => teamId !== asked && kind === "active" && members.some(isIn),
  );
  const teams = [...others.map(({ teamId }) => teamId), asked];
  const rounds = await Promise.all(teams.map((teamId) => findOpenRound(ctx, teamId, personId)));
  return transaction(ctx, async (tx) => {
    let last: CommandResult | undefined;
    for (const [index, teamId] of teams.entries()) {
      last = await changeTeam(tx, teamId, { type: "set-away", personId, away });
      const date = rounds[index];
      if (date && isAway({ away }, date))
        last = await changeRound(tx, { teamId, date }, { type: "skip", personId, reason: "away" });
    }
    return last as CommandResult;
  });
}
