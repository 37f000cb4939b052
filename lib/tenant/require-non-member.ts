import { findMemberRole } from "#lib/access/find-member-role.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";

/** @throws ParleyError conflict if the person is a member of the workspace */
export async function requireNonMember(ctx: Context, userId: Id<"usr">): Promise<void> {
  if (await findMemberRole(ctx, userId))
    throw new ParleyError(
      "conflict",
      "You're on the team of this workspace, so you don't need an end-user account.",
    );
}
