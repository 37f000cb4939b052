import type { Context } from "#lib/context/context.ts";
import type { SlackAdmission } from "#lib/slack/doors/admit-slack.ts";
import { getSlackPerson } from "#lib/slack/people/get-person.ts";
import { listSlackPeople } from "#lib/slack/people/list-people.ts";
import { changeTeam } from "../commands/change-team.ts";
import type { Team } from "../model/team.ts";
import { hasOpenRound } from "../queries/reads.ts";

/** People that Slack is asked about in one run; the others follow. */
const MAX_LOOKUPS = 10;

/** What is known of the workspace's people in Slack. */
export type SlackPeople = {
  isConnected: boolean;
  /** Whether a person has left Slack, so that nobody waits for them. */
  isGone(slackUser: string): boolean;
};

/**
 * Learns the zones of members from Slack. A new zone counts from the next round: while one is open, it is not
 * taken over.
 */
export async function syncSlackPeople(
  ctx: Context,
  slack: SlackAdmission | null,
  teams: readonly Team[],
): Promise<SlackPeople> {
  if (!slack) return { isConnected: false, isGone: () => false };
  const known = new Map((await listSlackPeople(ctx)).map((person) => [person.slackUser, person]));
  const unknown = new Set(
    teams
      .flatMap(({ members }) => members.map(({ slackUser }) => slackUser))
      .filter((id) => id && !known.has(id)),
  );
  for (const id of [...unknown].slice(0, MAX_LOOKUPS)) known.set(id, await getSlackPerson(slack, id));
  for (const team of teams) {
    const moved = team.members.filter(({ slackUser, timeZone }) => {
      const zone = known.get(slackUser)?.timeZone;
      return zone && zone !== timeZone;
    });
    if (moved.length === 0 || (await hasOpenRound(ctx, team.teamId))) continue;
    for (const { personId, slackUser } of moved) {
      const timeZone = known.get(slackUser)?.timeZone ?? null;
      await changeTeam(ctx, team.teamId, { type: "change-zone", personId, timeZone });
    }
  }
  return { isConnected: true, isGone: (id) => known.get(id)?.isActive === false };
}
