import { eraseUsage } from "#lib/billing/erase-usage.ts";
import type { Context } from "#lib/context/context.ts";
import { formerUserMark } from "./former-user-mark.ts";
import { deleteEntitlement, moveEntitlement, trimEntitlement } from "./queries/entitlements.ts";
import { deletePersonRow, findUserName } from "./queries/people.ts";

/**
 * Erases the profile and usage of the person in `tx`, in the caller's transaction. Their entitlement stays
 * under a pseudonym, so that leaving does not reset a trial, code or budget, or lift a suspension.
 */
export async function leaveWorkspace(tx: Context, userIdHash: string): Promise<void> {
  const { actor, tenantId } = tx;
  const account = actor.kind === "person" || actor.kind === "user" ? await findUserName(tx, actor.id) : null;
  const mark = account && formerUserMark(tenantId, account.email);
  await eraseUsage(tx, userIdHash, mark);
  await deletePersonRow(tx, userIdHash);
  if (mark) {
    await moveEntitlement(tx, userIdHash, mark);
    await trimEntitlement(tx, mark);
  } else {
    await deleteEntitlement(tx, userIdHash);
  }
}
