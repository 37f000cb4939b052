import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findMember } from "./queries.ts";
import type { Role } from "./role.ts";

/** What someone is in a workspace, and whether it asks its members for a second factor. */
export type Membership = { role: Role; needsSecondFactor: boolean };

/** @returns null for a stranger */
export async function findMembership(ctx: Context, userId: Id<"usr">): Promise<Membership | null> {
  return findMember(ctx, userId);
}
