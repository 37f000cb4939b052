import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { changeTeam } from "../commands/change-team.ts";
import { registerTeam, toMember } from "../commands/register-team.ts";
import type { TeamCommand, TeamState } from "../model/team.ts";
import type { CommandResult, Member, TeamForm } from "../schema.ts";

/** Registers a team of members of the workspace. @throws ParleyError invalid for someone who is no member */
export async function registerInStudio(ctx: Context, { members, ...form }: TeamForm): Promise<CommandResult> {
  const people = await peopleOf(ctx, members);
  return registerTeam(ctx, { ...form, members: people });
}

/**
 * Changes a team and which members of the workspace are in it. People whom only the API or Slack knows stay.
 * @throws ParleyError not_found, conflict for an archived team, invalid for someone who is no member
 */
export async function editInStudio(
  ctx: Context,
  teamId: string,
  { members, ...form }: TeamForm,
): Promise<CommandResult> {
  const wanted = (await peopleOf(ctx, members)).map(toMember);
  const changes = {
    name: form.name,
    slackChannel: form.slack_channel,
    pollSchedule: form.poll_schedule,
    timeZone: form.time_zone,
    clock: form.clock,
  };
  return changeTeam(ctx, teamId, (state) => [{ type: "change", changes }, ...memberChanges(state, wanted)]);
}

export const isWorkspaceMember = ({ personId }: Pick<Member, "personId">) => personId.startsWith("usr_");

function memberChanges(state: TeamState, wanted: Member[]): TeamCommand[] {
  if (state.kind === "none") return [];
  const before = state.members.filter(isWorkspaceMember).map(({ personId }) => personId);
  const after = new Set(wanted.map(({ personId }) => personId));
  return [
    ...before
      .filter((personId) => !after.has(personId))
      .map((personId): TeamCommand => ({ type: "remove-member", personId })),
    ...wanted
      .filter(({ personId }) => !before.includes(personId))
      .map((member): TeamCommand => ({ type: "add-member", member })),
  ];
}

async function peopleOf(ctx: Context, ids: string[]) {
  const known = new Map((await listMembers(ctx)).map(({ id, name }) => [id, name]));
  return [...new Set(ids)].map((personId) => {
    const name = known.get(personId);
    if (name === undefined) throw new ParleyError("invalid", "members: choose members of this workspace.");
    return { personId, name, slackUser: "", timeZone: null };
  });
}
