import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { closeMoodsOfTeam } from "../queries/mood.ts";
import type { Idempotency } from "../run-command.ts";
import type { ArchiveTeamInput, CommandResult, UpdateTeamInput } from "../schema.ts";
import { changeTeam } from "./change-team.ts";

/**
 * Changes what is given of a team; a `poll_schedule` of null ends the asking.
 * @throws ParleyError not_found, conflict (another version, archived)
 */
export function updateTeam(
  ctx: Context,
  { team_id, version, ...input }: UpdateTeamInput,
  idempotency: Idempotency | null = null,
): Promise<CommandResult> {
  const changes = {
    name: input.name,
    slackChannel: input.slack_channel,
    pollSchedule: input.poll_schedule,
    timeZone: input.time_zone,
    clock: input.clock,
    closesAt: input.closes_at,
    questions: input.questions,
    freeDays: input.free_days,
    mood: input.mood,
  };
  return changeTeam(ctx, team_id, { type: "change", changes }, { version, idempotency });
}

/**
 * Archives a team: nobody is asked any more, its updates stay. Its open rounds take no more moods.
 * @throws ParleyError not_found, conflict for another version
 */
export function archiveTeam(
  ctx: Context,
  { team_id, version }: ArchiveTeamInput,
  idempotency: Idempotency | null = null,
): Promise<CommandResult> {
  return transaction(ctx, async (tx) => {
    const result = await changeTeam(tx, team_id, { type: "archive" }, { version, idempotency });
    await closeMoodsOfTeam(tx, team_id);
    return result;
  });
}
