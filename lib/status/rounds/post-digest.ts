import type { Context } from "#lib/context/context.ts";
import { type Enqueue, transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { findMessage } from "#lib/slack/deliveries/find-message.ts";
import { listThread } from "#lib/slack/deliveries/list-thread.ts";
import { putMessage } from "#lib/slack/deliveries/put-message.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { changeRound } from "../commands/change-round.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { findMood } from "../mood/find-mood.ts";
import { digestMessage, removedMessage, updateMessage } from "./digest.ts";
import { keptPoints, type Point, validPoints } from "./digest-points.ts";
import { listRoundUpdates } from "./round-updates.ts";

/**
 * Brings the digest of a closed round in the team's channel to how things are now: posts it once, adds
 * updates that came late to its thread, and changes in place what was edited or removed.
 * @param points that a model has written for a new digest; one that is posted keeps its own
 */
export async function postDigest(
  ctx: Context,
  team: Team,
  round: Round,
  points: readonly Point[] = [],
): Promise<void> {
  const channel = round.digest?.channel ?? team.slackChannel;
  if (round.kind !== "closed" || channel === "") return;
  await transactionWithJobs(ctx, [sendToSlackJob], async (tx, enqueue) => {
    const root = digestKey(team.teamId, round.date);
    await putThread(tx, enqueue, { root, channel, team, round, points });
    if (!round.digest)
      await changeRound(
        tx,
        { teamId: team.teamId, date: round.date },
        { type: "post-digest", channel, messageId: root },
      );
  });
}

/** The keys of the messages to Slack that a digest consists of. */
export const digestKey = (teamId: string, date: string) => `digest:${date}:${teamId}`;
export const updateKey = (updateId: string) => `update:${updateId}`;

type Thread = { root: string; channel: string; team: Team; round: Round; points: readonly Point[] };

async function putThread(tx: Context, enqueue: Enqueue, thread: Thread) {
  const { root, channel: target, team, round } = thread;
  const updates = await listRoundUpdates(tx, team.teamId, round.date);
  const posted = await findMessage(tx, root);
  const points = validPoints(posted ? keptPoints(posted) : thread.points, updates);
  const message = digestMessage(team.name, round, updates, {
    points,
    mood: await findMood(tx, { teamId: team.teamId, date: round.date }),
  });
  await putMessage(tx, enqueue, { key: root, target, message });
  for (const update of updates)
    await putMessage(tx, enqueue, {
      key: updateKey(update.updateId),
      target,
      threadKey: root,
      message: updateMessage(update),
    });
  const present = new Set(updates.map(({ updateId }) => updateKey(updateId)));
  for (const key of await listThread(tx, root))
    if (!present.has(key)) await putMessage(tx, enqueue, { key, target, message: removedMessage });
}
