import { transferUsage } from "#lib/billing/transfer-usage.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { formerUserMark } from "./former-user-mark.ts";
import { deleteEntitlement, insertPerson, moveEntitlement } from "./queries.ts";

/**
 * Makes someone with an account an end user of the workspace, in the caller's transaction. Whoever has joined before stays as
 * they are; whoever had left goes on with the trial, or the suspension, they had.
 * @param guest the pseudonym they had until now, where they had one: its usage counts against their budget, and the messages
 * that guests have are not asked after any more
 */
export async function joinWorkspace(
  tx: Context,
  { userId, userIdHash, email }: { userId: Id<"usr">; userIdHash: string; email: string },
  guest: string | null,
): Promise<void> {
  if (guest) await transferUsage(tx, guest, userIdHash);
  if (await insertPerson(tx, userId, userIdHash)) {
    const mark = formerUserMark(tx.tenantId, email);
    await transferUsage(tx, mark, userIdHash);
    await moveEntitlement(tx, mark, userIdHash);
  }
  if (guest) await deleteEntitlement(tx, guest);
}
