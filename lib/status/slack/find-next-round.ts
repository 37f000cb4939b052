import type { Context } from "#lib/context/context.ts";
import { addDays, localDate } from "#lib/core/local-time.ts";
import { roundTimes } from "../clock/round-times.ts";
import { findOpenRound } from "../queries/reads.ts";
import type { Membership } from "./find-slack-teams.ts";

/** An answer this long before the question, such as in the evening, is meant for it. */
const EVENING_MS = 16 * 3_600_000;

/** The round that something a person writes now is for: the open one, or one that asks them soon. */
export async function findRoundFor(ctx: Context, { team, member }: Membership): Promise<string | null> {
  const open = await findOpenRound(ctx, team.teamId, member.personId);
  if (open) return open;
  const now = ctx.now();
  for (const days of [0, 1, 2]) {
    const date = addDays(localDate(now, team.timeZone), days);
    const at = roundTimes(team, team.members, date)?.asks.get(member.personId);
    if (at && at > now) return at.getTime() - now.getTime() <= EVENING_MS ? date : null;
  }
  return null;
}
