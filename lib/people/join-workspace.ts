import { transferUsage } from "#lib/billing/transfer-usage.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { formerUserMark } from "./former-user-mark.ts";
import { deleteEntitlement, moveEntitlement } from "./queries/entitlements.ts";
import { insertPerson } from "./queries/people.ts";

/**
 * Makes a person with an account an end user of the workspace, in the caller's transaction. Nothing changes
 * for those who have already joined; former users get back the trial or suspension they had.
 * @param guest their pseudonym as a guest, if any: its usage is moved to them, and its entitlement is deleted
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
