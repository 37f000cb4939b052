import { callSlack } from "#lib/slack/call-slack.ts";
import type { SlackAdmission } from "#lib/slack/doors/admit-slack.ts";
import { findOpenRound, findUpdates } from "../queries/reads.ts";
import { plannedBefore } from "./answer-text.ts";
import type { Membership } from "./find-slack-teams.ts";
import { answerView } from "./messages.ts";

/** Slack waits three seconds for an answer, and so long does the trigger live. */
const TIMEOUT_MS = 2_500;

/**
 * Opens the form in front of the person, filled with what they planned last time.
 * @returns false if Slack did not open it
 */
export async function openForm(
  { ctx, token }: Pick<SlackAdmission, "ctx" | "token">,
  trigger: string,
  { team, member }: Membership,
  date: string | null,
): Promise<boolean> {
  const [last] = await findUpdates(ctx, { teamId: team.teamId, personId: member.personId, limit: 1 });
  const open = team.mood ? await findOpenRound(ctx, team.teamId, member.personId) : null;
  const view = answerView({
    teamId: team.teamId,
    date,
    team: team.name,
    questions: team.questions,
    planned: plannedBefore(last?.content ?? null, team.questions),
    asksMood: open !== null && (date === null || date === open),
  });
  const answer = await callSlack("views.open", {
    token,
    args: { trigger_id: trigger, view },
    timeoutMs: TIMEOUT_MS,
  });
  return answer.outcome === "ok";
}
