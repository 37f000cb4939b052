import { findMemberRole } from "#lib/access/find-member-role.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { lockMembers } from "./queries/members.ts";

/**
 * Whether the actor is an owner now: their role may have changed since admission. Serializes what only owners
 * may do.
 * @returns their id
 * @throws ParleyError forbidden
 */
export async function requireOwner(tx: Context): Promise<Id<"usr">> {
  const { actor } = tx;
  await lockMembers(tx);
  if (actor.kind !== "user" || (await findMemberRole(tx, actor.id)) !== "owner")
    throw new ParleyError("forbidden", "Only an owner can do this.");
  return actor.id;
}
