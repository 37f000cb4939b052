import type { Context } from "#lib/context/context.ts";
import { findSlack } from "#lib/slack/doors/find-slack.ts";
import { eraseSlackPeople } from "#lib/slack/people/erase-slack-people.ts";
import { loadRound, loadTeam } from "../load.ts";
import { digestKey, postDigest, updateKey } from "./post-digest.ts";

type Written = { updateId: string; teamId: string; roundDate: string | null };

/**
 * Takes erased people out of digests: what they wrote is replaced in Slack, and no longer stored.
 * @param persons all ids by which they were known
 * @param written what they wrote; projections no longer hold it
 */
export async function forgetInDigests(ctx: Context, persons: string[], written: Written[]): Promise<void> {
  const rounds = new Map(
    written.flatMap(({ teamId, roundDate }) =>
      roundDate === null ? [] : [[digestKey(teamId, roundDate), { teamId, date: roundDate }] as const],
    ),
  );
  const isRewritten = (await findSlack(ctx)) !== null;
  if (isRewritten)
    for (const { teamId, date } of rounds.values()) {
      const [team, round] = [await loadTeam(ctx, teamId), await loadRound(ctx, teamId, date)];
      if (team.state.kind !== "none" && round.state.kind === "closed" && round.state.digest)
        await postDigest(ctx, team.state, round.state);
    }
  await eraseSlackPeople(ctx, {
    slackUsers: persons.flatMap((id) => (id.startsWith("slack:") ? [id.slice("slack:".length)] : [])),
    keys: [...rounds.keys(), ...written.map(({ updateId }) => updateKey(updateId))],
    isRewritten,
  });
}
