import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { type Loaded, loadRound, loadTeam, loadUpdate } from "../load.ts";
import { decideRound } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { decideUpdate, type UpdateState } from "../model/update.ts";
import { findOpenRound } from "../queries/reads.ts";
import { type Decision, type Idempotency, runCommand } from "../run-command.ts";
import type { CommandResult, SubmitUpdateInput } from "../schema.ts";

export type Submission = SubmitUpdateInput & {
  /** Of a signed-in or a mapped Slack person. */
  personId?: string | null;
  /** The round it is for, where that is known; else the team's open round. */
  roundDate?: string | null;
};

/**
 * Stores an update, and counts it as its author's answer to the team's open round. The same `update_id` with
 * the same content gets the first answer again.
 * @throws ParleyError not_found for an unknown team, conflict for an archived one or a used `update_id`
 */
export function submitUpdate(
  ctx: Context,
  input: Submission,
  idempotency: Idempotency | null = null,
): Promise<CommandResult> {
  const updateId = input.update_id ?? newId("upd");
  return runCommand(
    ctx,
    async () => {
      const update = await loadUpdate(ctx, updateId);
      if (update.first && isRepeated(update, input))
        return { on: { ...update, last: update.first.result }, events: [] };
      const team = await loadTeam(ctx, input.team_id);
      const person = team.state.kind === "active" ? findAuthor(team.state, input) : null;
      const personId = person?.personId ?? input.personId ?? null;
      const roundDate = input.roundDate ?? (personId && (await findOpenRound(ctx, input.team_id, personId)));
      const [event] = decideUpdate(
        update.state,
        {
          type: "submit",
          team: team.state,
          updateId,
          teamId: input.team_id,
          content: input.content,
          author: input.author,
          slackUser: input.slack_user ?? "",
          personId,
          roundDate: roundDate || null,
        },
        ctx.now(),
      );
      if (!event) throw new ParleyError("conflict", "An update with this ID already exists.");
      const answer =
        roundDate && personId
          ? await answerRound(ctx, { ...input, personId, updateId, date: roundDate })
          : { events: [], dependsOn: [] };
      return {
        on: update,
        events: [{ stream: update.stream, event }, ...answer.events],
        dependsOn: [team, ...answer.dependsOn],
      };
    },
    idempotency,
  );
}

type Answer = { team_id: string; author: string; personId: string; updateId: string; date: string };

/** A round that has not opened yet counts the update when it does. */
async function answerRound(
  ctx: Context,
  { team_id, author, personId, updateId, date }: Answer,
): Promise<{ events: Decision["events"]; dependsOn: Loaded<unknown>[] }> {
  const round = await loadRound(ctx, team_id, date);
  if (round.state.kind === "none") return { events: [], dependsOn: [] };
  const command = { type: "answer" as const, personId, name: author, updateId };
  const events = decideRound(round.state, command, ctx.now());
  return { events: events.map((event) => ({ stream: round.stream, event })), dependsOn: [round] };
}

/** The member who wrote it: by their id, their Slack account, or, known by neither, their name. */
function findAuthor(team: Team, { personId, slack_user, author }: Submission) {
  if (personId) return team.members.find((member) => member.personId === personId);
  if (slack_user) return team.members.find((member) => member.slackUser === slack_user);
  return team.members.find((member) => member.personId === `name:${author}`);
}

function isRepeated({ first }: Loaded<UpdateState>, input: Submission): boolean {
  if (first?.event.type !== "update.submitted") return false;
  const { teamId, content, author, slackUser } = first.event.data;
  return (
    teamId === input.team_id &&
    content === input.content &&
    author === input.author &&
    slackUser === (input.slack_user ?? "")
  );
}
