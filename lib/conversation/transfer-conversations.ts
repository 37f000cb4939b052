import type { Context } from "#lib/context/context.ts";
import { moveConversations } from "./queries/people.ts";

/**
 * Moves all conversations of one pseudonym to another, in the caller's transaction.
 * @returns the number moved
 */
export async function transferConversations(tx: Context, from: string, to: string): Promise<number> {
  return moveConversations(tx, from, to);
}
