import type { Context } from "#lib/context/context.ts";
import { replaceAnswersWithReference } from "./queries/people.ts";

const ERASED = "This answer quoted something that was deleted.";

/** Erases what answers to anyone quoted on a card, with their text. @param ids of the card's references */
export async function eraseQuotingAnswers(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length > 0) await replaceAnswersWithReference(ctx, ids, ERASED);
}
