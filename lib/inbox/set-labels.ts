import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { lockConversation, replaceLabels } from "./queries/transcript.ts";

/**
 * Replaces a conversation's labels.
 * @returns them, sorted
 * @throws ParleyError not_found
 */
export async function setLabels(ctx: Context, name: string, labels: string[]): Promise<string[]> {
  const id = parseId("cnv", name, "conversation");
  const sorted = [...new Set(labels)].sort();
  await transaction(ctx, async (tx) => {
    if (!(await lockConversation(tx, id))) throw notFound("conversation");
    await replaceLabels(tx, id, sorted);
  });
  return sorted;
}
