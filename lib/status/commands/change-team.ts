import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { loadTeam } from "../load.ts";
import type { DatedEvent } from "../model/status-event.ts";
import { decideTeam, evolveTeam, type TeamCommand, type TeamState } from "../model/team.ts";
import { type Idempotency, runCommand } from "../run-command.ts";
import type { CommandResult } from "../schema.ts";

/**
 * Changes a team or its members, by one command or by several that depend on how the team is; all or none.
 * @param version the version the change is based on; without it the newest
 * @throws ParleyError not_found, conflict
 */
export function changeTeam(
  ctx: Context,
  teamId: string,
  command: TeamCommand | ((state: TeamState) => TeamCommand[]),
  { version, idempotency }: { version?: number; idempotency?: Idempotency | null } = {},
): Promise<CommandResult> {
  return runCommand(
    ctx,
    async () => {
      const team = await loadTeam(ctx, teamId);
      if (version !== undefined && team.last && team.version !== version)
        throw new ParleyError("conflict", `The team has changed: it is at version ${team.version}.`);
      const commands = typeof command === "function" ? command(team.state) : [command];
      let { state } = team;
      const events: DatedEvent[] = [];
      for (const one of commands) {
        const decided = decideTeam(state, one, ctx.now());
        state = decided.reduce(evolveTeam, state);
        events.push(...decided);
      }
      return { on: team, events: events.map((event) => ({ stream: team.stream, event })) };
    },
    idempotency,
  );
}
