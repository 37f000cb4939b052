import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { localDate } from "#lib/core/local-time.ts";
import { changeRound } from "../commands/change-round.ts";
import { changeTeam } from "../commands/change-team.ts";
import { isLastDayAway, setAway } from "../commands/set-away.ts";
import { loadTeam } from "../load.ts";
import { findOpenRound, findTeams } from "../queries/reads.ts";
import type { CommandResult, Member, MembershipChange } from "../schema.ts";

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
      if (personId !== by) throw new ParleyError("forbidden", "People can skip only their own check-ins.");
      const date = await findOpenRound(ctx, teamId, personId);
      if (date === null) throw notFound("open round");
      return changeRound(ctx, { teamId, date }, { type: "skip", personId, reason: "today" });
    }
    case "remind":
      return changeTeam(ctx, teamId, { type: "set-reminders", personId, reminders: change.reminders });
    case "move":
      return changeTeam(ctx, teamId, { type: "change-zone", personId, timeZone: change.time_zone });
    case "back":
      return setEverywhere(null);
    case "away": {
      const from = localDate(ctx.now(), member.timeZone ?? team.timeZone);
      const { until } = change;
      if (until !== null && !isLastDayAway(until, from))
        throw new ParleyError("invalid", "Choose a last day from today on, within the next 12 months.");
      return setEverywhere({ from, until });
    }
    default:
      return change satisfies never;
  }

  async function setEverywhere(away: Member["away"]): Promise<CommandResult> {
    const memberships = await membershipsOf(ctx, teamId, personId);
    return transaction(ctx, (tx) => setAway(tx, memberships, away));
  }
}

/** The person's memberships in active teams; that of the team asked about is the last. */
async function membershipsOf(ctx: Context, asked: string, personId: string) {
  const isIn = ({ personId: one }: Member) => one === personId;
  const others = (await findTeams(ctx)).filter(
    ({ teamId, kind, members }) => teamId !== asked && kind === "active" && members.some(isIn),
  );
  return [...others.map(({ teamId }) => teamId), asked].map((teamId) => ({ teamId, personId }));
}
