import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { newId, parseId } from "#lib/core/ids.ts";
import { findClientMessage, insertMessage, lockHandling, setHandledBy } from "../queries/handling.ts";
import type { Reply } from "../schema.ts";
import { announceChange } from "../stream/announce-change.ts";
import { takenBy } from "./taken.ts";

/**
 * Writes to the person in place of the chatbot. The same reply again is stored once.
 * @returns the message's id
 * @throws ParleyError not_found; conflict for a member who has not taken the conversation over, unprocessable
 * for an id that was used for another text
 */
export async function reply(ctx: Context, name: string, { id: clientId, text }: Reply): Promise<string> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only members answer for a chatbot.");
  const conversationId = parseId("cnv", name, "conversation");
  const clientMessageId = `reply-${clientId}`;
  const stored = await transaction(ctx, async (tx) => {
    const found = await lockHandling(tx, conversationId);
    if (!found) throw notFound("conversation");
    const earlier = await findClientMessage(tx, conversationId, clientMessageId);
    if (earlier && earlier.text !== text)
      throw new ParleyError("unprocessable", "This message ID was already used for different text.");
    if (earlier) return earlier.id;
    const { handledBy } = found;
    if (handledBy && handledBy.userId !== actor.id) throw takenBy(handledBy);
    if (!handledBy)
      throw new ParleyError("conflict", "The chatbot answers in this conversation. Take it over first.");
    const id = newId("msg");
    const message = { id, conversationId, role: "assistant" as const, clientMessageId, text };
    await insertMessage(tx, { ...message, authorId: actor.id });
    await setHandledBy(tx, conversationId, actor.id);
    return id;
  });
  announceChange(ctx);
  return stored;
}
