import { publicUrl } from "#lib/core/env.ts";
import { cutSection, escapeSlack } from "#lib/slack/escape-slack.ts";
import type { SlackBlock, SlackMessage } from "#lib/slack/schema.ts";
import type { Participation, Round } from "../model/round.ts";
import type { MoodCounts } from "../mood/find-mood.ts";
import { moodNames } from "../mood/mood-names.ts";
import { updateLink } from "../update-link.ts";
import type { Point } from "./digest-points.ts";

/** An update of the round, as it is now. */
export type RoundUpdate = { updateId: string; author: string; content: string };

const SECTION = 2_900;
/** Slack refuses messages of 12,000 characters and more. */
const MAX_SECTIONS = 3;
const EXCERPT = 160;
const MAX_LISTED = 30;

/**
 * The short message in the channel: what a model wrote, each point with links to its updates, and one line
 * for each other update; who is missing or away. Nobody is ranked.
 */
export function digestMessage(
  team: string,
  round: Round,
  updates: readonly RoundUpdate[],
  { points = [], mood = null }: { points?: readonly Point[]; mood?: MoodCounts | null } = {},
): SlackMessage {
  const title = `*${escapeSlack(team)}*: check-in on ${longDay(round.date)}`;
  const summed = new Set(points.flatMap(({ from }) => from.map(({ updateId }) => updateId)));
  const others = updates.filter(({ updateId }) => !summed.has(updateId));
  const lines = [
    ...points.map((point) => printPoint(point, updates)),
    ...others
      .slice(0, MAX_LISTED)
      .map(({ author, content }) => `• *${escapeSlack(author)}*: ${excerpt(content)}`),
  ];
  if (others.length > MAX_LISTED) lines.push(`• and ${others.length - MAX_LISTED} more`);
  if (updates.length === 0) lines.push("No updates this time.");
  const named = (states: Participation["state"][]) =>
    round.people.filter(({ state }) => states.includes(state)).map(({ name }) => escapeSlack(name));
  const facts = [
    ["Missing", named(["waiting", "asked"])],
    ["Skipped", named(["skipped"])],
    ["Away", named(["away"])],
  ] as const;
  const context = facts
    .filter(([, names]) => names.length > 0)
    .map(([label, names]) => `${label}: ${names.join(", ")}`);
  const hint = updates.length > 0 ? "The full updates are in the thread." : "";
  const moods = mood?.map((one) => `${moodNames[one.mood].toLowerCase()} ${one.count}`).join(", ");
  const notes = [...context, moods ? `Mood: ${moods}` : "", hint].filter((text) => text !== "").join(" · ");
  return {
    text: title,
    blocks: [
      ...sections(`${title}\n${lines.join("\n")}`),
      ...(notes === ""
        ? []
        : [
            {
              type: "context" as const,
              elements: [{ type: "mrkdwn" as const, text: cutSection(notes, 2_000) }],
            },
          ]),
    ],
    ...(points.length > 0 && { kept: { points: [...points] } }),
  };
}

/** Its marks are the names of those who wrote it, as links to their updates. */
function printPoint({ text, from }: Point, updates: readonly RoundUpdate[]): string {
  const authors = new Map(updates.map(({ updateId, author }) => [updateId, author]));
  const marks = from.map(({ updateId }) => {
    const name = escapeSlack(authors.get(updateId) ?? "").replaceAll("|", "/");
    return `<${publicUrl()}${updateLink(updateId)}|${name}>`;
  });
  return `• ${escapeSlack(text)} (${marks.join(", ")})`;
}

/** A whole update, for the thread. */
export function updateMessage({ author, content }: RoundUpdate): SlackMessage {
  const text = escapeSlack(content).replace(/^\*\*(.+)\*\*$/gm, "*$1*");
  const name = `*${escapeSlack(author)}*`;
  return { text: `${name}: ${excerpt(content)}`, blocks: sections(`${name}\n${text}`) };
}

/** Takes the place of an update that was removed. */
export const removedMessage: SlackMessage = {
  text: "_This update was removed._",
  blocks: [{ type: "section", text: { type: "mrkdwn", text: "_This update was removed._" } }],
};

/** The first line that is an answer, in markup. */
function excerpt(content: string): string {
  const line = content.split("\n").find((one) => one.trim() !== "" && !/^\*\*.+\*\*$/.test(one)) ?? "";
  return cutSection(escapeSlack(line.trim()), EXCERPT);
}

/** Splits at line breaks where that is possible. */
function sections(text: string): SlackBlock[] {
  const parts: string[] = [];
  for (let rest = text; rest !== "" && parts.length < MAX_SECTIONS; ) {
    const isLast = parts.length === MAX_SECTIONS - 1;
    if (rest.length <= SECTION || isLast) {
      parts.push(cutSection(rest, SECTION));
      break;
    }
    const at = rest.lastIndexOf("\n", SECTION);
    const cut = at > SECTION / 2 ? at : cutSection(rest, SECTION).length - 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, "");
  }
  return parts.map((part) => ({ type: "section", text: { type: "mrkdwn", text: part || " " } }));
}

function longDay(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return day.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });
}
