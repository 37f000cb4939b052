import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findMember } from "./queries.ts";
import type { Role } from "./role.ts";

/** @returns null for a non-member */
export async function findMemberRole(ctx: Context, userId: Id<"usr">): Promise<Role | null> {
  return (await findMember(ctx, userId))?.role ?? null;
}
