import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { findSlack } from "#lib/slack/doors/find-slack.ts";
import { currentRounds, isWorthOpening } from "../clock/due.ts";
import { changeRound } from "../commands/change-round.ts";
import { loadRound } from "../load.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { project } from "../projection/project.ts";
import { listProjected } from "../queries/instance.ts";
import { findRounds, findTeams } from "../queries/reads.ts";
import { expectedOf } from "./expected-of.ts";
import { keepDigest } from "./keep-digest.ts";
import { runDue } from "./run-due.ts";
import { type SlackPeople, syncSlackPeople } from "./sync-slack-people.ts";

/** As long as updates of a closed round still reach its thread. */
const DIGEST_MS = 3 * 86_400_000;

/**
 * Opens rounds, asks, reminds and closes, in all workspaces: what is due now by events and clocks, and has
 * not been done. Runs each minute. A missed run delays, and two at once do everything once.
 */
export async function keepRounds(operator: OperatorContext): Promise<void> {
  for (const tenantId of await listProjected(operator))
    await keepRoundsOf({ ...admitJob(tenantId, "keep-rounds"), now: operator.now }).catch((error: unknown) =>
      log().error({ tenantId, ...errorFields(error) }, "keeping rounds failed"),
    );
}

export async function keepRoundsOf(ctx: Context): Promise<void> {
  const teams = (await findTeams(ctx)).filter(({ kind }) => kind === "active");
  if (teams.length === 0) return;
  await project(ctx);
  const slack = await findSlack(ctx);
  const people = await syncSlackPeople(ctx, slack, teams);
  for (const team of teams)
    await keepTeam(ctx, team, people).catch((error: unknown) =>
      log().error({ tenantId: ctx.tenantId, ...errorFields(error) }, "keeping a team's rounds failed"),
    );
}

async function keepTeam(ctx: Context, team: Team, people: SlackPeople): Promise<void> {
  const now = ctx.now();
  for (const { date, times } of currentRounds(team, team.members, now)) {
    const { state } = await loadRound(ctx, team.teamId, date);
    if (state.kind !== "none" || !isWorthOpening(times, now)) continue;
    const expected = await expectedOf(ctx, team, date, people);
    // Nobody is asked, so there is nothing to tell the channel either.
    if (expected.every((one) => one.state === "away")) continue;
    const closesAt = times.closesAt.toISOString();
    await changeRound(
      ctx,
      { teamId: team.teamId, date },
      { type: "open", teamId: team.teamId, date, closesAt, people: expected },
    );
    metrics().statusRounds.inc({ outcome: "opened" });
    await keepRound(ctx, team, date, people);
  }
  const since = new Date(now.getTime() - DIGEST_MS);
  for (const round of await findRounds(ctx, team.teamId, since)) {
    if (round.kind === "open") await keepRound(ctx, team, round.date, people);
    else if (people.isConnected) await keepDigest(ctx, team, round);
  }
}

async function keepRound(ctx: Context, team: Team, date: string, people: SlackPeople): Promise<void> {
  const { state } = await loadRound(ctx, team.teamId, date);
  if (state.kind !== "open") return;
  await runDue(ctx, team, state, people);
  const after = await loadRound(ctx, team.teamId, date);
  if (after.state.kind !== "closed" || !people.isConnected) return;
  await project(ctx);
  await keepDigest(ctx, team, after.state as Round);
}
