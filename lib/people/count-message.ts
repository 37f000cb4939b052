import type { Context } from "#lib/context/context.ts";
import { type AccessPolicy, openAccess } from "#lib/tenant/schema.ts";
import { takeMessage, takingMessage } from "./queries.ts";

/**
 * Counts a message of an end user, as an expression for the one statement that stores it.
 * @param counts false: it is only refused to whoever may ask nothing more
 * @returns null where nothing is counted: members, keys, and guests of a workspace that lets them ask without end
 */
export function countingMessage(
  ctx: Context,
  access: Partial<AccessPolicy> | null | undefined,
  counts = true,
) {
  const { kind } = ctx.actor;
  const policy = { ...openAccess, ...access };
  // Someone with an account may be suspended whatever the policy says.
  const isCounted = kind === "person" || (kind === "visitor" && policy.guestMessages !== null);
  return isCounted ? takingMessage(ctx, policy, kind === "visitor", counts) : null;
}

/** As `countingMessage`, in the caller's transaction. @throws an error that `entitlementRefusal` explains */
export async function countMessage(
  tx: Context,
  access: Partial<AccessPolicy> | null | undefined,
  counts: boolean,
): Promise<void> {
  const counting = countingMessage(tx, access, counts);
  if (counting) await takeMessage(tx, counting);
}
