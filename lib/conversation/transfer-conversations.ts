import { transferEvents } from "#lib/analytics/erase-events.ts";
import type { Context } from "#lib/context/context.ts";
import { moveConversations } from "./queries/people.ts";

/**
 * Moves all conversations of one pseudonym to another, in the caller's transaction.
 * @returns the number moved
 */
export async function transferConversations(tx: Context, from: string, to: string): Promise<number> {
  const moved = await moveConversations(tx, from, to);
  await transferEvents(tx, from, to);
  return moved;
}
