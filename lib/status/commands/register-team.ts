import type { Context } from "#lib/context/context.ts";
import { loadTeam } from "../load.ts";
import type { Idempotency } from "../run-command.ts";
import {
  type CommandResult,
  DEFAULT_QUESTIONS,
  type Member,
  type RegisterTeamInput,
  type TeamCalendar,
} from "../schema.ts";
import { changeTeam } from "./change-team.ts";

const MAX_ID = 60;

/**
 * Registers a team. Without an id it gets a readable one from its name.
 * @param input its members are as the API gives them, or complete
 * @throws ParleyError conflict for an id that is taken
 */
export async function registerTeam(
  ctx: Context,
  input: Omit<RegisterTeamInput, "members"> & { members: (RegisterTeamInput["members"][number] | Member)[] },
  idempotency: Idempotency | null = null,
  calendar: TeamCalendar | null = null,
): Promise<CommandResult> {
  const teamId = input.team_id ?? (await freeId(ctx, input.name));
  const settings = {
    name: input.name,
    slackChannel: input.slack_channel,
    pollSchedule: input.poll_schedule ?? null,
    timeZone: input.time_zone ?? "UTC",
    clock: input.clock ?? "person",
    closesAt: input.closes_at ?? "17:00",
    questions: input.questions ?? DEFAULT_QUESTIONS,
    freeDays: input.free_days ?? [],
    ...(calendar && { calendar }),
    ...(input.mood && { mood: true }),
  };
  const members = input.members.map((one) => ("away" in one ? one : toMember(one)));
  return changeTeam(ctx, teamId, { type: "register", teamId, settings, members }, { idempotency });
}

/** Someone without an account and without a Slack account is known by their name. */
export function toMember({
  personId,
  name,
  slackUser,
  timeZone,
}: RegisterTeamInput["members"][number]): Member {
  const id = personId ?? (slackUser ? `slack:${slackUser}` : `name:${name}`);
  return { personId: id, name, slackUser, timeZone, away: null, reminders: true };
}

/** `design`, or `design-2` where that is taken. */
async function freeId(ctx: Context, name: string): Promise<string> {
  const readable =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, MAX_ID) || "team";
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? readable : `${readable}-${number}`;
    if ((await loadTeam(ctx, id)).state.kind === "none") return id;
  }
}
