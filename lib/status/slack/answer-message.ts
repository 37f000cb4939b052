import { enqueueDelivery } from "#lib/slack/deliveries/enqueue-delivery.ts";
import type { SlackAdmission } from "#lib/slack/doors/admit-slack.ts";
import { handleOnce } from "#lib/slack/doors/handle-once.ts";
import type { DirectMessage } from "#lib/slack/doors/receive-event.ts";
import { escapeSlack, plainFromSlack } from "#lib/slack/escape-slack.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { askedKey } from "#lib/slack/people/erase-slack-people.ts";
import { getSlackPerson } from "#lib/slack/people/get-person.ts";
import { readWorkQuestion } from "../ask/read-question.ts";
import { wakeProjector } from "../projection/project.ts";
import { MAX_CONTENT } from "../schema.ts";
import { answerQuestion, isAnswerDue } from "./answer-question.ts";
import { findSlackTeams, type Membership, teamNamedIn } from "./find-slack-teams.ts";
import { plain } from "./messages.ts";
import { submitInSlack } from "./submit-in-slack.ts";

/**
 * A plain reply to the app is an answer. What cannot be one is explained to its author. One that is nothing
 * but a question about check-ins gets an answer itself, unless a round waits for what the person did.
 */
export async function answerMessage(admission: SlackAdmission, message: DirectMessage): Promise<void> {
  const { ctx } = admission;
  const { eventId, user } = message;
  const text = plainFromSlack(message.text).trim();
  const person = await getSlackPerson(admission, user);
  const memberships = await findSlackTeams(ctx, user);
  const question = text.endsWith("?") && memberships.length > 0 ? readWorkQuestion(text) : null;
  if (question && !(await isAnswerDue(ctx, memberships))) {
    const answer = await answerQuestion(ctx, question, { user, memberships });
    await handleOnce(ctx, eventId, [sendToSlackJob], (tx, enqueue) =>
      enqueueDelivery(tx, enqueue, { key: askedKey(eventId), target: user, message: plain(answer) }),
    );
    return;
  }
  const meant = meantTeam(memberships, text);
  await handleOnce(ctx, eventId, [sendToSlackJob], async (tx, enqueue) => {
    const explanation = "explanation" in meant ? meant.explanation : checkContent(meant.content);
    if ("explanation" in meant || explanation !== null) {
      const to = `${escapeSlack(person.name)}, ${explanation}`;
      await enqueueDelivery(tx, enqueue, { key: `explain:${eventId}`, target: user, message: plain(to) });
      return;
    }
    const hint = question ? "If you meant to ask me, send `/checkin ask` and your question." : "";
    await submitInSlack(tx, enqueue, { ...meant, eventId, slackUser: user, date: null, hint });
  });
  wakeProjector(ctx);
}

type Meant = (Membership & { content: string }) | { explanation: string };

function meantTeam(memberships: Membership[], text: string): Meant {
  const named = teamNamedIn(memberships, text);
  if (named) return { ...named.membership, content: named.rest.trim() };
  const [first, ...others] = memberships;
  if (!first) return { explanation: notInTeam };
  if (others.length === 0) return { ...first, content: text };
  const names = memberships.map(({ team }) => `*${escapeSlack(team.name)}*`).join(", ");
  return {
    explanation: `you're on several teams: ${names}. Start with the team's name and a colon, or send \`/checkin\`.`,
  };
}

export const notInTeam = "you aren't on a team yet. Ask an admin of your Parley workspace to add you.";

/** @returns why a text cannot be an update; null if it can */
function checkContent(content: string): string | null {
  if (content === "") return "there's nothing in your message that can be saved.";
  if (content.length > MAX_CONTENT)
    return `your message is too long. The limit is ${MAX_CONTENT.toLocaleString("en-US")} characters.`;
  return null;
}
