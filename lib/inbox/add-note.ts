import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { countNotes, insertNote, lockConversation } from "./queries/transcript.ts";

const MOST_NOTES = 200;

/**
 * Adds a member's note to a conversation.
 * @returns its id
 * @throws ParleyError not_found; conflict where the conversation has too many
 */
export async function addNote(ctx: Context, name: string, text: string): Promise<string> {
  const { actor } = ctx;
  const id = parseId("cnv", name, "conversation");
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only members write notes.");
  return transaction(ctx, async (tx) => {
    if (!(await lockConversation(tx, id))) throw notFound("conversation");
    if ((await countNotes(tx, id)) >= MOST_NOTES)
      throw new ParleyError("conflict", `A conversation holds ${MOST_NOTES} notes. Delete one first.`);
    return insertNote(tx, id, actor.id, text);
  });
}
