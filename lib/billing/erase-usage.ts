import type { Context } from "#lib/context/context.ts";
import { clearVisitorEntries, moveVisitorTotals } from "./queries.ts";

/**
 * What was used stays counted for the workspace, and says no more of whom, in the caller's transaction.
 * @param mark under which the sums of this month are kept, so that leaving renews no budget; null: they go
 */
export async function eraseUsage(tx: Context, userIdHash: string, mark: string | null): Promise<void> {
  await clearVisitorEntries(tx, userIdHash);
  await moveVisitorTotals(tx, userIdHash, mark);
}
