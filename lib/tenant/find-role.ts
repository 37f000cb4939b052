import type { Role } from "#lib/auth/schema.ts";
import type { Context } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findMemberRole } from "./queries/members.ts";

/** What someone is in a workspace; null for a stranger. */
export async function findRole(ctx: Context, userId: Id<"usr">): Promise<Role | null> {
  return findMemberRole(ctx, userId);
}
