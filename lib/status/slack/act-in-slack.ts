import { z } from "zod";
import { ParleyError } from "#lib/core/errors.ts";
import { parseJson } from "#lib/core/parse-json.ts";
import { enqueueDelivery } from "#lib/slack/deliveries/enqueue-delivery.ts";
import { admitSlack, type SlackAdmission } from "#lib/slack/doors/admit-slack.ts";
import { handleOnce } from "#lib/slack/doors/handle-once.ts";
import { readSlackInteraction, type SlackInteraction } from "#lib/slack/doors/read-command.ts";
import { escapeSlack } from "#lib/slack/escape-slack.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { changeRound } from "../commands/change-round.ts";
import { wakeProjector } from "../projection/project.ts";
import { MAX_CONTENT, moods } from "../schema.ts";
import { composeAnswers } from "./answer-text.ts";
import { findSlackTeams, type Membership } from "./find-slack-teams.ts";
import { ANSWER_VIEW, actions, inWords, MOOD_FIELD, plain } from "./messages.ts";
import { openForm } from "./open-form.ts";
import { submitInSlack } from "./submit-in-slack.ts";

const subject = z.object({
  teamId: z.string().min(1).max(255),
  date: z.iso.date().nullable(),
  minutes: z.int().min(1).max(600).optional(),
});
type Subject = z.infer<typeof subject>;

/**
 * Handles a press of a button or a sent form. What a button names counts only if the person who pressed it is
 * a member of that team in the workspace that Slack's own team is connected to.
 * @returns the body of the answer: errors to show in the form, or nothing
 * @throws ParleyError invalid for a body that is not an interaction
 */
export async function actInSlack(body: string, requestId: string): Promise<object> {
  const act = readSlackInteraction(body);
  const admission = await admitSlack(act, requestId);
  if (!admission) return {};
  const about = readSubject(act.view ? act.view.metadata : (act.action?.value ?? ""));
  if (!about) return {};
  const memberships = await findSlackTeams(admission.ctx, act.user);
  const membership = memberships.find(({ team }) => team.teamId === about.teamId);
  if (act.type === "view_submission" && act.view?.callback === ANSWER_VIEW)
    return membership
      ? sendForm(admission, act, membership, about)
      : formError("You're no longer on this team.");
  if (act.type !== "block_actions" || !act.action || !membership) return {};
  if (act.action.id === actions.answer) {
    await openForm(admission, act.trigger, membership, about.date);
    return {};
  }
  await changeOwnRound(admission, act, membership, about);
  return {};
}

async function sendForm(
  { ctx }: SlackAdmission,
  act: SlackInteraction,
  membership: Membership,
  { date }: Subject,
): Promise<object> {
  const { questions } = membership.team;
  const content = composeAnswers(
    questions.map((question, index) => ({ question, answer: act.view?.answers[`question${index}`] ?? "" })),
  );
  if (content === "") return formError("Answer at least one question.");
  if (content.length > MAX_CONTENT)
    return formError(
      `Your answers are too long in total. The limit is ${MAX_CONTENT.toLocaleString("en-US")} characters.`,
    );
  const mood = moods.find((one) => one === act.view?.answers[MOOD_FIELD]);
  await handleOnce(ctx, act.id, [sendToSlackJob], (tx, enqueue) =>
    submitInSlack(tx, enqueue, { ...membership, eventId: act.id, slackUser: act.user, content, date, mood }),
  );
  wakeProjector(ctx);
  return {};
}

const formError = (text: string) => ({ response_action: "errors", errors: { question0: text } });

/** Snoozes or skips. What is no longer possible is explained to the person. */
async function changeOwnRound(
  { ctx }: SlackAdmission,
  { id, user, action }: SlackInteraction,
  { team, member }: Membership,
  { date, minutes }: Subject,
): Promise<void> {
  if (date === null || !action) return;
  const isSnooze = action.id.startsWith(actions.snooze) && minutes !== undefined;
  if (!isSnooze && action.id !== actions.skip) return;
  const { personId } = member;
  const name = `*${escapeSlack(team.name)}*`;
  const until = new Date(ctx.now().getTime() + (minutes ?? 0) * 60_000);
  const [command, done] = isSnooze
    ? [{ type: "snooze" as const, personId, until }, `I'll ask again in ${inWords(minutes)}: ${name}.`]
    : [{ type: "skip" as const, personId, reason: "today" as const }, `Skipped for today: ${name}.`];
  const say = (text: string, work: (tx: typeof ctx) => Promise<unknown>) =>
    handleOnce(ctx, id, [sendToSlackJob], async (tx, enqueue) => {
      await work(tx);
      await enqueueDelivery(tx, enqueue, { key: `act:${id}`, target: user, message: plain(text) });
    });
  try {
    await say(done, (tx) => changeRound(tx, { teamId: team.teamId, date }, command));
  } catch (error) {
    if (!(error instanceof ParleyError) || !["conflict", "not_found"].includes(error.code)) throw error;
    await say(`${name}: ${escapeSlack(error.message)}`, async () => {});
  }
  wakeProjector(ctx);
}

function readSubject(text: string): Subject | null {
  try {
    return subject.safeParse(parseJson(text)).data ?? null;
  } catch {
    return null;
  }
}
