import { cutSection, escapeSlack } from "#lib/slack/escape-slack.ts";
import type { SlackBlock, SlackButton, SlackMessage } from "#lib/slack/schema.ts";
import { moodNames } from "../mood/mood-names.ts";
import { moods } from "../schema.ts";
import { MAX_FIELD } from "./answer-text.ts";

/** Which round something is about; null outside rounds. Kept short, because Slack carries it in buttons. */
type Subject = { teamId: string; date: string | null };

export const actions = {
  answer: "checkin.answer",
  snooze: "checkin.snooze",
  skip: "checkin.skip",
} as const;

const button = (action: string, text: string, value: object): SlackButton => ({
  type: "button",
  text: { type: "plain_text", text },
  action_id: action,
  value: JSON.stringify(value),
});

type Asked = Subject & { team: string; questions: readonly string[]; snoozes: number[] };

/** Asks a person in their direct messages. @param snoozes choices in minutes */
export function askMessage(
  { team, questions, snoozes, ...subject }: Asked,
  isReminder = false,
): SlackMessage {
  const name = escapeSlack(team);
  const head = isReminder
    ? `*${name}*: your check-in is still open and closes soon.`
    : `*${name}*: time for your check-in.`;
  const list = questions.map((question) => `• ${escapeSlack(question)}`).join("\n");
  const buttons: SlackButton[] = [
    { ...button(actions.answer, "Answer", subject), style: "primary" },
    // Buttons of one message need different ids.
    ...snoozes.map((minutes) =>
      button(`${actions.snooze}.${minutes}`, `Snooze ${inWords(minutes)}`, { ...subject, minutes }),
    ),
    button(actions.skip, "Skip today", subject),
  ];
  const blocks: SlackBlock[] = [
    { type: "section", text: { type: "mrkdwn", text: cutSection(`${head}\n${list}`) } },
    { type: "actions", elements: buttons },
    { type: "context", elements: [{ type: "mrkdwn", text: "Or write your answer here." }] },
  ];
  return { text: head, blocks };
}

export function inWords(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${minutes / 60} hr`;
}

type Form = Subject & {
  team: string;
  questions: readonly string[];
  planned: string;
  asksMood: boolean;
};

export const MOOD_FIELD = "mood";

export const ANSWER_VIEW = "checkin.answer";

/** The form that opens in Slack. Its fields are named by the number of the question. */
export function answerView({ team, questions, planned, asksMood, ...subject }: Form): object {
  return {
    type: "modal",
    callback_id: ANSWER_VIEW,
    private_metadata: JSON.stringify(subject),
    title: { type: "plain_text", text: "Check-in" },
    submit: { type: "plain_text", text: "Send" },
    close: { type: "plain_text", text: "Cancel" },
    blocks: [
      { type: "context", elements: [{ type: "plain_text", text: team }] },
      ...questions.map((question, index) => ({
        type: "input",
        block_id: `question${index}`,
        optional: true,
        label: { type: "plain_text", text: question },
        element: {
          type: "plain_text_input",
          action_id: "answer",
          multiline: true,
          max_length: MAX_FIELD,
          ...(index === 0 && planned && { initial_value: planned }),
        },
      })),
      ...(asksMood ? [moodField] : []),
    ],
  };
}

const moodField = {
  type: "input",
  block_id: MOOD_FIELD,
  optional: true,
  label: { type: "plain_text", text: "How are you?" },
  hint: {
    type: "plain_text",
    text: "Anonymous. Only counts are shown, once at least five people have answered.",
  },
  element: {
    type: "radio_buttons",
    action_id: "mood",
    options: moods.map((mood) => ({ text: { type: "plain_text", text: moodNames[mood] }, value: mood })),
  },
};

export const plain = (text: string): SlackMessage => ({ text });
