import type { Context } from "#lib/context/context.ts";
import { isAway } from "../clock/round-times.ts";
import type { RoundCommand } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { listRoundUpdates } from "./round-updates.ts";
import type { SlackPeople } from "./sync-slack-people.ts";

type Expected = Extract<RoundCommand, { type: "open" }>["people"];

/** Whom a round expects, when it opens. Someone who answered the evening before has answered. */
export async function expectedOf(
  ctx: Context,
  { teamId, members }: Team,
  date: string,
  people: SlackPeople,
): Promise<Expected> {
  const updates = await listRoundUpdates(ctx, teamId, date);
  return members
    .filter(({ slackUser }) => !people.isGone(slackUser))
    .map((member) => {
      const { personId, name } = member;
      const answer = updates.findLast((update) => update.personId === personId);
      if (answer) return { personId, name, state: "answered" as const, updateId: answer.updateId };
      return {
        personId,
        name,
        state: isAway(member, date) ? ("away" as const) : ("waiting" as const),
        updateId: null,
      };
    });
}
