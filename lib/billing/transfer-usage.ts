import type { Context } from "#lib/context/context.ts";
import { moveVisitorEntries, moveVisitorTotals } from "./queries/usage.ts";

/** Moves the usage of one pseudonym to another, in the caller's transaction. */
export async function transferUsage(tx: Context, from: string, to: string): Promise<void> {
  await moveVisitorEntries(tx, from, to);
  await moveVisitorTotals(tx, from, to);
}
