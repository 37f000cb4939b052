import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { type Fetch, loadCalendar } from "../calendar/load-calendar.ts";
import { changeTeam } from "../commands/change-team.ts";
import { registerTeam, toMember } from "../commands/register-team.ts";
import type { Team, TeamCommand, TeamState } from "../model/team.ts";
import type { CommandResult, Member, TeamCalendar, TeamForm } from "../schema.ts";

/**
 * Registers a team as Studio's form describes it.
 * @param fetch reads a calendar's address
 * @throws ParleyError invalid for someone who is no member of the workspace, or a calendar that is none
 */
export async function registerInStudio(
  ctx: Context,
  { members, calendar: input, ...form }: TeamForm,
  fetch?: Fetch,
): Promise<CommandResult> {
  const people = await peopleOf(ctx, members, []);
  const calendar = await readInput(ctx, input, fetch);
  return registerTeam(ctx, { ...form, members: people }, null, calendar ?? null);
}

/**
 * Changes a team and who is in it, all or nothing.
 * @throws ParleyError not_found, conflict for an archived team, invalid as for `registerInStudio`
 */
export async function editInStudio(
  ctx: Context,
  teamId: string,
  { members, calendar: input, ...form }: TeamForm,
  fetch?: Fetch,
): Promise<CommandResult> {
  const calendar = await readInput(ctx, input, fetch);
  const changes = {
    name: form.name,
    slackChannel: form.slack_channel,
    pollSchedule: form.poll_schedule,
    timeZone: form.time_zone,
    clock: form.clock,
    closesAt: form.closes_at,
    questions: form.questions,
    freeDays: form.free_days,
    calendar,
  };
  const known = new Set((await listMembers(ctx)).map(({ id }) => id as string));
  return changeTeam(ctx, teamId, (state) => {
    const before = state.kind === "none" ? [] : state.members;
    requirePeople(members, before, known);
    const asked = state.kind !== "none" && state.mood === true;
    const mood = form.mood === asked ? undefined : form.mood;
    return [
      { type: "change", changes: { ...changes, mood } },
      ...memberChanges(state, members.map(toWanted)),
    ];
  });
}

type FormMember = TeamForm["members"][number];

const toWanted = ({ person_id, name, slack_user, time_zone, reminders }: FormMember): Member => ({
  ...toMember({
    ...(person_id !== undefined && { personId: person_id }),
    name,
    slackUser: slack_user,
    timeZone: time_zone,
  }),
  reminders,
});

async function peopleOf(ctx: Context, members: FormMember[], before: readonly Member[]) {
  const known = new Set((await listMembers(ctx)).map(({ id }) => id as string));
  requirePeople(members, before, known);
  return members.map(toWanted);
}

/** Accounts are members of the workspace, or were when they joined the team. Each person is there once. */
function requirePeople(members: FormMember[], before: readonly Member[], known: ReadonlySet<string>): void {
  const old = new Set(before.map(({ personId }) => personId));
  const isStranger = ({ person_id: id = "" }: FormMember) =>
    id.startsWith("usr_") && !known.has(id) && !old.has(id);
  if (members.some(isStranger)) throw invalid("choose members of this workspace.");
  const ids = members.map((one) => toWanted(one).personId);
  const slackUsers = members.flatMap(({ slack_user }) => (slack_user === "" ? [] : [slack_user]));
  if (new Set(ids).size < ids.length || new Set(slackUsers).size < slackUsers.length)
    throw invalid("a person is listed twice.");
}

function memberChanges(state: TeamState, wanted: Member[]): TeamCommand[] {
  if (state.kind === "none") return [];
  const after = new Set(wanted.map(({ personId }) => personId));
  return [
    ...state.members
      .filter(({ personId }) => !after.has(personId))
      .map(({ personId }): TeamCommand => ({ type: "remove-member", personId })),
    ...wanted.flatMap((member) => changesOf(state, member)),
  ];
}

function changesOf({ members }: Team, member: Member): TeamCommand[] {
  const { personId, slackUser, timeZone, reminders } = member;
  const before = members.find((one) => one.personId === personId);
  if (!before) return [{ type: "add-member", member }];
  if (before.slackUser !== slackUser)
    return [
      { type: "remove-member", personId },
      { type: "add-member", member: { ...before, slackUser, timeZone, reminders } },
    ];
  return [
    { type: "change-zone", personId, timeZone },
    { type: "set-reminders", personId, reminders },
  ];
}

async function readInput(
  ctx: Context,
  input: TeamForm["calendar"],
  fetch: Fetch | undefined,
): Promise<TeamCalendar | null | undefined> {
  return input ? loadCalendar(input, { now: ctx.now(), ...(fetch && { fetch }) }) : input;
}

const invalid = (message: string) => new ParleyError("invalid", `members: ${message}`);
