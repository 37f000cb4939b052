import type { Context } from "#lib/context/context.ts";
import type { Enqueue } from "#lib/jobs/transaction-with-jobs.ts";
import { enqueueDelivery } from "#lib/slack/deliveries/enqueue-delivery.ts";
import { escapeSlack } from "#lib/slack/escape-slack.ts";
import { submitUpdate } from "../commands/submit-update.ts";
import { rateMood } from "../mood/rate-mood.ts";
import type { Mood } from "../schema.ts";
import { findRoundFor } from "./find-next-round.ts";
import type { Membership } from "./find-slack-teams.ts";
import { plain } from "./messages.ts";

type Submission = Membership & {
  /** Slack's id of what brought it: the update has it in its own. */
  eventId: string;
  slackUser: string;
  content: string;
  /** The round that a button named. */
  date: string | null;
  /** Added to the confirmation. */
  hint?: string;
  mood?: Mood | undefined;
};

/** Stores what a person answered in Slack, and confirms it there, in the caller's transaction. */
export async function submitInSlack(tx: Context, enqueue: Enqueue, submission: Submission): Promise<void> {
  const { team, member, eventId, slackUser, content, date, hint = "", mood } = submission;
  const roundDate = date ?? (await findRoundFor(tx, { team, member }));
  await submitUpdate(tx, {
    team_id: team.teamId,
    content,
    author: member.name,
    slack_user: slackUser,
    update_id: `slack:${eventId}`.slice(0, 100),
    personId: member.personId,
    roundDate,
  });
  if (mood && roundDate)
    await rateMood(tx, { teamId: team.teamId, date: roundDate, personId: member.personId, mood });
  await enqueueDelivery(tx, enqueue, {
    key: `confirm:${eventId}`,
    target: slackUser,
    message: plain(`Saved for *${escapeSlack(team.name)}*. ${hint}`.trim()),
  });
}
