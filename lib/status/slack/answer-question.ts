import type { Context } from "#lib/context/context.ts";
import { publicUrl } from "#lib/core/env.ts";
import { cutSection, escapeSlack, plainFromSlack } from "#lib/slack/escape-slack.ts";
import { zoneOf } from "../ask/asker.ts";
import { findWork, type Statement } from "../ask/find-work.ts";
import { readAsked, type WorkQuestion } from "../ask/read-question.ts";
import { shortDay } from "../ask/read-span.ts";
import { sayWork } from "../ask/say-work.ts";
import { loadRound } from "../load.ts";
import type { Team } from "../model/team.ts";
import { project } from "../projection/project.ts";
import { findOpenRound, findTeams } from "../queries/reads.ts";
import { updateLink } from "../update-link.ts";
import type { Membership } from "./find-slack-teams.ts";

/** Slack refuses longer texts; a line for each of twenty statements stays below. */
const MAX_TEXT = 11_000;
const MAX_QUOTE = 300;

export const ASK_HELP =
  "Ask for a person or a team, such as `/checkin ask What did Ana do this week?` or `/checkin ask Design yesterday`.";

/**
 * Answers what someone in Slack asks about check-ins, in Slack's markup. Each statement ends with a link to
 * its update.
 * @param memberships of the person who asks: without one, nothing may be answered
 */
export async function answerQuestion(
  ctx: Context,
  question: WorkQuestion,
  { user, memberships }: { user: string; memberships: readonly Membership[] },
): Promise<string> {
  const teams = await findTeams(ctx);
  const personIds = [...new Set([...memberships.map(({ member }) => member.personId), `slack:${user}`])];
  const asker = { personIds, timeZone: zoneOf(teams, personIds) };
  const work = await findWork(ctx, { ...question, who: nameOf(teams, question.who) }, { teams, asker });
  const lines = work.kind === "found" ? work.statements.map(printStatement) : [];
  return cutLines([escapeSlack(sayWork(work)), ...lines]);
}

/** Reads what follows `/checkin ask`. Someone who is mentioned stays known by their id. */
export function readSlackQuestion(text: string): WorkQuestion | null {
  return readAsked(plainFromSlack(text.replace(/<@([UW][A-Z0-9]+)\|[^<>]*>/g, "<@$1>")));
}

/** A mention of Slack's has the person's id, by which teams know them. */
function nameOf(teams: readonly Team[], who: string | null): string | null {
  const [, slackUser] = /^@([UW][A-Z0-9]+)$/.exec(who ?? "") ?? [];
  const members = teams.flatMap((team) => team.members);
  return members.find((member) => slackUser && member.slackUser === slackUser)?.name ?? who;
}

/**
 * Whether a round waits for an answer of the person. Until they have answered, nothing they write to the app
 * is a question.
 */
export async function isAnswerDue(ctx: Context, memberships: readonly Membership[]): Promise<boolean> {
  await project(ctx);
  for (const { team, member } of memberships) {
    const date = await findOpenRound(ctx, team.teamId, member.personId);
    const { state } = date === null ? { state: null } : await loadRound(ctx, team.teamId, date);
    if (state?.kind !== "open") continue;
    const own = state.people.find(({ personId }) => personId === member.personId);
    if (own && ["waiting", "asked"].includes(own.state)) return true;
  }
  return false;
}

function printStatement({ updateId, author, day, text }: Statement): string {
  const quote = cutSection(escapeSlack(text.replaceAll("\n", " · ")), MAX_QUOTE);
  const link = `<${publicUrl()}${updateLink(updateId)}|open>`;
  return `• *${escapeSlack(author)}*, ${shortDay(day)}: ${quote} (${link})`;
}

/** Whole lines only: a link that is cut would be shown as text. */
function cutLines(lines: string[]): string {
  let text = "";
  for (const line of lines) {
    if (text.length + line.length > MAX_TEXT) break;
    text += text === "" ? line : `\n${line}`;
  }
  return text;
}
