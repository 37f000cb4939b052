import { eraseUsage } from "#lib/billing/erase-usage.ts";
import type { Context } from "#lib/context/context.ts";
import { formerUserMark } from "./former-user-mark.ts";
import {
  deleteEntitlement,
  deletePersonRow,
  findUserName,
  moveEntitlement,
  trimEntitlement,
} from "./queries.ts";

/**
 * Forgets whoever is in `tx`, in the caller's transaction: what they told of themselves, and what was counted of them. How far
 * they had come stays under a mark that names nobody, so that leaving renews no trial, code or budget, and ends no suspension.
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
