import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import type { Context } from "#lib/context/context.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import type { Team } from "../model/team.ts";
import { findPersonIds } from "../queries/reads.ts";

/** Who asks about check-ins: the ids by which teams know them, and the zone of their days. */
export type CheckInAsker = { personIds: string[]; timeZone: string };

/**
 * The person of a turn, if they may still read check-ins: they were admitted when they asked, but a queued
 * turn may run later. A program is nobody in particular.
 * @param asker the pseudonym that is stored with the turn
 * @returns null for someone who is no longer a member, and for a key that is revoked or has lost the scope
 */
export async function findAsker(
  ctx: Context,
  asker: string,
  teams: readonly Team[],
): Promise<CheckInAsker | null> {
  const isAsker = ({ id }: { id: string }) => hashUserId(ctx.tenantId, id) === asker;
  const member = (await listMembers(ctx)).find(isAsker);
  if (member) {
    const personIds = await findPersonIds(ctx, member.id);
    return { personIds, timeZone: zoneOf(teams, personIds) };
  }
  const key = (await listApiKeys(ctx)).find(isAsker);
  const isExpired = key?.expiresAt != null && new Date(key.expiresAt) <= ctx.now();
  if (!key?.scopes.includes("checkins:read") || isExpired) return null;
  return { personIds: [], timeZone: zoneOf(teams, []) };
}

/** The zone of a person in one of their teams; else of the first team, and without one UTC. */
export function zoneOf(teams: readonly Team[], personIds: readonly string[]): string {
  for (const { members, timeZone } of teams) {
    const own = members.find(({ personId }) => personIds.includes(personId));
    if (own) return own.timeZone ?? timeZone;
  }
  return teams[0]?.timeZone ?? "UTC";
}
