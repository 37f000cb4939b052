import type { Context } from "#lib/context/context.ts";
import type { Team } from "../model/team.ts";
import { findOpenRound, findTeams, findUpdates } from "../queries/reads.ts";
import { plannedBefore } from "../slack/answer-text.ts";

export type AnswerableTeam = {
  teamId: string;
  name: string;
  questions: string[];
  /** What the person planned last time, to begin from. */
  planned: string;
  /** Whether the team's open round asks for their mood. */
  asksMood: boolean;
};

/** The active teams that a person can write for, their own first. @param teamId only this one */
export async function listAnswerable(
  ctx: Context,
  personId: string,
  teamId?: string,
): Promise<AnswerableTeam[]> {
  const teams = (await findTeams(ctx)).filter(
    (team) => team.kind === "active" && (teamId === undefined || team.teamId === teamId),
  );
  const isOwn = ({ members }: Team) => members.some((member) => member.personId === personId);
  const sorted = teams.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  return Promise.all(
    sorted.map(async (team) => {
      const [last] = isOwn(team) ? await findUpdates(ctx, { teamId: team.teamId, personId, limit: 1 }) : [];
      return {
        teamId: team.teamId,
        name: team.name,
        questions: team.questions,
        planned: plannedBefore(last?.content ?? null, team.questions),
        asksMood: team.mood === true && (await findOpenRound(ctx, team.teamId, personId)) !== null,
      };
    }),
  );
}
