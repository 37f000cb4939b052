import type { Context } from "#lib/context/context.ts";
import { metrics } from "#lib/core/metrics.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { enqueueDelivery } from "#lib/slack/deliveries/enqueue-delivery.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { type Due, dueInRound, snoozeChoices } from "../clock/due.ts";
import { roundTimes } from "../clock/round-times.ts";
import { changeRound } from "../commands/change-round.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { wakeProjector } from "../projection/project.ts";
import { askMessage } from "../slack/messages.ts";
import type { SlackPeople } from "./sync-slack-people.ts";

/** Does what an open round needs now: each event together with its message to Slack. */
export async function runDue(ctx: Context, team: Team, round: Round, people: SlackPeople): Promise<void> {
  const asks = roundTimes(team, team.members, round.date)?.asks ?? new Map<string, Date>();
  const members = new Map(team.members.map((member) => [member.personId, member]));
  const wantsReminder = (personId: string) => members.get(personId)?.reminders ?? false;
  const due = dueInRound(round, asks, wantsReminder, ctx.now());
  for (const one of due) {
    const slackUser = one.type === "close" ? "" : (members.get(one.personId)?.slackUser ?? "");
    await runOne(ctx, { team, round, due: one, slackUser: people.isConnected ? slackUser : "" });
    metrics().statusRounds.inc({ outcome: outcomes[one.type] });
  }
  if (due.length > 0) wakeProjector(ctx);
}

const outcomes = { ask: "asked", remind: "reminded", close: "closed" } as const;

/** `slackUser`: empty for someone who is not asked in Slack. */
type Step = { team: Team; round: Round; due: Due; slackUser: string };

function runOne(ctx: Context, { team, round, due, slackUser }: Step): Promise<void> {
  const { teamId, questions } = team;
  const { date } = round;
  return transactionWithJobs(ctx, [sendToSlackJob], async (tx, enqueue) => {
    if (due.type === "close") {
      await changeRound(tx, { teamId, date }, due);
      return;
    }
    const { personId, type } = due;
    const by = slackUser === "" ? "web" : "slack";
    await changeRound(tx, { teamId, date }, type === "ask" ? { type, personId, by } : { type, personId });
    if (slackUser === "") return;
    const person = round.people.find((one) => one.personId === personId);
    const snoozes = snoozeChoices(round, person, tx.now());
    await enqueueDelivery(tx, enqueue, {
      // Asked again after each snooze.
      key: `${type}:${date}:${teamId}:${personId}:${person?.snoozes ?? 0}`,
      target: slackUser,
      message: askMessage({ team: team.name, questions, snoozes, teamId, date }, type === "remind"),
    });
  });
}
