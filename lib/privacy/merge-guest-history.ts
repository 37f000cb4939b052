import { invalidatePerson } from "#lib/auth/admission/admission-cache.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { transferConversations } from "#lib/conversation/transfer-conversations.ts";
import type { Id } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { joinWorkspace } from "#lib/people/join-workspace.ts";
import { requireAccounts } from "#lib/people/require-accounts.ts";
import { requireNonMember } from "#lib/tenant/require-non-member.ts";

/**
 * Makes a guest an end user of the workspace and moves their conversations and usage to the account. A
 * repeated call moves what has been added as a guest since.
 * @throws ParleyError forbidden where the workspace does not allow accounts, conflict for its members
 * @param ctx of the guest; where there was no guest, any context of the workspace
 */
export async function mergeGuestHistory(
  ctx: Context,
  { userId, email }: { userId: Id<"usr">; email: string },
): Promise<{ moved: number }> {
  await requireAccounts(ctx);
  await requireNonMember(ctx, userId);
  const { actor, tenantId } = ctx;
  const userIdHash = hashUserId(tenantId, userId);
  const guest = actor.kind === "visitor" ? actor.userIdHash : null;
  const moved = await transaction(ctx, async (tx) => {
    // Locks in the same order as storing a question and ending a turn do.
    const count = guest ? await transferConversations(tx, guest, userIdHash) : 0;
    await joinWorkspace(tx, { userId, userIdHash, email }, guest);
    return count;
  });
  invalidatePerson(tenantId, userId);
  return { moved };
}
