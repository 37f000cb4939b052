import { ParleyError } from "#lib/core/errors.ts";
import { localDate } from "#lib/core/local-time.ts";
import { admitSlack } from "#lib/slack/doors/admit-slack.ts";
import { handleOnce } from "#lib/slack/doors/handle-once.ts";
import { readSlackCommand } from "#lib/slack/doors/read-command.ts";
import { escapeSlack } from "#lib/slack/escape-slack.ts";
import { changeRound } from "../commands/change-round.ts";
import { isLastDayAway, setAway } from "../commands/set-away.ts";
import { wakeProjector } from "../projection/project.ts";
import { findOpenRound } from "../queries/reads.ts";
import { notInTeam } from "./answer-message.ts";
import { ASK_HELP, answerQuestion, readSlackQuestion } from "./answer-question.ts";
import { findSlackTeams, type Membership } from "./find-slack-teams.ts";
import { openForm } from "./open-form.ts";

type Reply = { response_type?: "ephemeral"; text?: string };
const reply = (text: string): Reply => ({ response_type: "ephemeral", text });

const HELP = [
  "`/checkin` opens the form.",
  "`/checkin skip` skips today's check-in.",
  "`/checkin away until 2026-12-24` marks you as away through that day. `/checkin away` means today.",
  "`/checkin back` ends that.",
  "`/checkin ask What did Ana do this week?` answers from the updates of this workspace.",
  "You can also write your answer to me as a direct message. If you're on several teams, start with the team's name and a colon.",
].join("\n");

/**
 * Does what `/checkin` asks for.
 * @returns the answer that Slack shows to the person alone
 * @throws ParleyError invalid for a body that is not a command
 */
export async function runSlackCommand(body: string, requestId: string): Promise<Reply> {
  const command = readSlackCommand(body);
  const admission = await admitSlack(command, requestId);
  if (!admission) return reply("This Slack workspace isn't connected to Parley.");
  const { ctx } = admission;
  const [word = "", ...rest] = command.text.trim().toLowerCase().split(/\s+/);
  if (word === "help") return reply(HELP);
  const memberships = await findSlackTeams(ctx, command.user);
  const [first] = memberships;
  if (!first) return reply(`${capital(notInTeam)} Your Slack member ID is ${escapeSlack(command.user)}.`);
  switch (word) {
    case "":
    case "answer": {
      const isOpen = await openForm(admission, command.trigger, await askedFirst(memberships), null);
      return isOpen ? {} : reply("Slack didn't open the form. Write your answer to me as a direct message.");
    }
    case "skip":
      return skip(memberships);
    case "away": {
      const today = localDate(ctx.now(), first.member.timeZone ?? first.team.timeZone);
      const until = rest.at(-1) ?? today;
      if (!isDate(until) || !isLastDayAway(until, today))
        return reply("Enter a date within the next 12 months, such as `/checkin away until 2026-12-24`.");
      return changeAway(
        { from: today, until },
        `You're marked as away through ${until}. You won't be asked to check in.`,
      );
    }
    case "ask": {
      const question = readSlackQuestion(command.text.trim().slice(word.length));
      if (!question) return reply(ASK_HELP);
      return reply(await answerQuestion(ctx, question, { user: command.user, memberships }));
    }
    case "back":
      return changeAway(null, "Welcome back.");
    default:
      return reply(HELP);
  }

  /** The team whose open round waits for the person. */
  async function askedFirst(all: Membership[]): Promise<Membership> {
    for (const one of all) if (await findOpenRound(ctx, one.team.teamId, one.member.personId)) return one;
    return all[0] as Membership;
  }

  async function skip(all: Membership[]): Promise<Reply> {
    const open = await Promise.all(
      all.map(async (one) => ({
        ...one,
        date: await findOpenRound(ctx, one.team.teamId, one.member.personId),
      })),
    );
    const waiting = open.filter(({ date }) => date !== null);
    if (waiting.length === 0) return reply("There's no open check-in to skip.");
    return once(`Skipped for today: ${names(waiting)}.`, async (tx) => {
      for (const { team, member, date } of waiting)
        await changeRound(
          tx,
          { teamId: team.teamId, date: date ?? "" },
          { type: "skip", personId: member.personId, reason: "today" },
        );
    });
  }

  function changeAway(away: Membership["member"]["away"], text: string): Promise<Reply> {
    const all = memberships.map(({ team, member }) => ({ teamId: team.teamId, personId: member.personId }));
    return once(text, async (tx) => {
      await setAway(tx, all, away);
    });
  }

  async function once(text: string, work: (tx: typeof ctx) => Promise<void>): Promise<Reply> {
    try {
      await handleOnce(ctx, command.id, [], work);
    } catch (error) {
      if (error instanceof ParleyError && error.code !== "unavailable") return reply(error.message);
      throw error;
    }
    wakeProjector(ctx);
    return reply(text);
  }
}

const names = (memberships: Membership[]) =>
  memberships.map(({ team }) => `*${escapeSlack(team.name)}*`).join(", ");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
