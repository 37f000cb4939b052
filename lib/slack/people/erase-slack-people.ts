import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { blankMessages, deleteMessagesTo, deleteMessagesWithKey } from "../queries/deliveries.ts";
import { deletePersonRows } from "../queries/installations.ts";

const ASKED = "asked:";
/** Key of a message that answers a question: it may quote anyone. */
export const askedKey = (eventId: string) => `${ASKED}${eventId}`;

type Erased = {
  slackUsers: string[];
  /** Keys of messages that quoted these people. */
  keys: string[];
  /** Whether the newest text of these messages was written after the erasure, and stays. */
  isRewritten: boolean;
};

/** Erases people from what is stored about Slack: their profile, messages to them, and what quoted them. */
export async function eraseSlackPeople(
  ctx: Context,
  { slackUsers, keys, isRewritten }: Erased,
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await deletePersonRows(tx, slackUsers);
    await deleteMessagesTo(tx, slackUsers);
    await blankMessages(tx, keys, !isRewritten);
    await deleteMessagesWithKey(tx, ASKED);
  });
}
