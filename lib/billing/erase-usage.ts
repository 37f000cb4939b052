import type { Context } from "#lib/context/context.ts";
import { clearVisitorEntries, moveVisitorTotals } from "./queries/usage.ts";

/**
 * Removes a person from the usage records, in the caller's transaction. The workspace's totals stay.
 * @param mark pseudonym that keeps this month's totals, so that leaving does not reset a budget; null deletes
 * them
 */
export async function eraseUsage(tx: Context, userIdHash: string, mark: string | null): Promise<void> {
  await clearVisitorEntries(tx, userIdHash);
  await moveVisitorTotals(tx, userIdHash, mark);
}
