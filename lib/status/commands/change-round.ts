import type { Context } from "#lib/context/context.ts";
import { loadRound, loadTeam } from "../load.ts";
import { decideRound, type RoundCommand } from "../model/round.ts";
import { closeMood } from "../mood/close-mood.ts";
import { runCommand } from "../run-command.ts";
import type { CommandResult } from "../schema.ts";

/**
 * Changes the round of a team on a local date: opens it, asks, snoozes, skips, reminds, closes. A command
 * that has been carried out changes nothing.
 * @throws ParleyError not_found, conflict
 */
export async function changeRound(
  ctx: Context,
  { teamId, date }: { teamId: string; date: string },
  command: RoundCommand,
): Promise<CommandResult> {
  const result = await runCommand(ctx, async () => {
    const round = await loadRound(ctx, teamId, date);
    // A round is opened for the team as it is, not as it was a moment ago.
    const dependsOn = command.type === "open" ? [await loadTeam(ctx, teamId)] : [];
    const events = decideRound(round.state, command, ctx.now());
    return { on: round, dependsOn, events: events.map((event) => ({ stream: round.stream, event })) };
  });
  if (command.type === "close") await closeMood(ctx, { teamId, date });
  return result;
}
