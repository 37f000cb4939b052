import type { Context } from "#lib/context/context.ts";
import { type AccessPolicy, openAccess } from "#lib/tenant/schema.ts";
import { takeMessage, takingMessage } from "./queries/entitlements.ts";

/**
 * Counts an end user's message, as an SQL expression for the statement that stores it.
 * @param counts false: only checks that the person may ask
 * @returns null where nothing is counted: for members, keys, and guests without a message limit
 */
export function countingMessage(
  ctx: Context,
  access: Partial<AccessPolicy> | null | undefined,
  counts = true,
) {
  const { kind } = ctx.actor;
  const policy = { ...openAccess, ...access };
  // People with an account are always checked, because they may be suspended.
  const isCounted = kind === "person" || (kind === "visitor" && policy.guestMessages !== null);
  return isCounted ? takingMessage(ctx, policy, kind === "visitor", counts) : null;
}

/**
 * As `countingMessage`, in the caller's transaction.
 * @throws an error that `entitlementRefusal` translates
 */
export async function countMessage(
  tx: Context,
  access: Partial<AccessPolicy> | null | undefined,
  counts: boolean,
): Promise<void> {
  const counting = countingMessage(tx, access, counts);
  if (counting) await takeMessage(tx, counting);
}
