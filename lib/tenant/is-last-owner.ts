import { findMemberRole } from "#lib/access/find-member-role.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getWorkspace } from "./get-workspace.ts";
import { countOwners } from "./queries/members.ts";

/**
 * Whether the workspace would have no owner if this person left. One that is scheduled for deletion needs
 * none.
 */
export async function isLastOwner(ctx: Context, userId: Id<"usr">): Promise<boolean> {
  const isOnlyOne = (await findMemberRole(ctx, userId)) === "owner" && (await countOwners(ctx)) < 2;
  return isOnlyOne && (await getWorkspace(ctx)).deleteAt === null;
}
