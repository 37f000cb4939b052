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
 * A guest becomes an end user of the workspace, and what they have said there comes along, and what was counted of them. Again
 * it changes nothing more than what was said as a guest since.
 * @throws ParleyError forbidden where the workspace takes no accounts, conflict for its members
 * @param ctx of the guest, or of whoever has none of their own: the workspace is all it is asked for then
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
    // In the order in which a question and an end take what they hold.
    const count = guest ? await transferConversations(tx, guest, userIdHash) : 0;
    await joinWorkspace(tx, { userId, userIdHash, email }, guest);
    return count;
  });
  invalidatePerson(tenantId, userId);
  return { moved };
}
