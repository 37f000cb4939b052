import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { findClientMessage, findOwnConversation, insertMessage, lockHandling } from "../queries/handling.ts";
import type { HeldQuestion } from "../schema.ts";
import { announceChange } from "../stream/announce-change.ts";

type Question = { chatbotId: Id<"bot">; name: string; clientMessageId: string; text: string };

/**
 * Stores a question for the person who answers in place of the chatbot; no turn begins. The same question
 * again is stored once.
 * @returns null where no person answers, or the conversation is not the caller's
 */
export async function holdQuestion(ctx: Context, question: Question): Promise<HeldQuestion | null> {
  const { clientMessageId, text } = question;
  const conversation = await findOwnConversation(ctx, question.chatbotId, question.name);
  if (!conversation) return null;
  const { id: conversationId, title } = conversation;
  const held = await transaction(ctx, async (tx): Promise<HeldQuestion | null> => {
    const handledBy = (await lockHandling(tx, conversationId))?.handledBy;
    if (!handledBy) return null;
    const handling = { name: handledBy.name };
    const earlier = await findClientMessage(tx, conversationId, clientMessageId);
    if (earlier && earlier.text !== text)
      throw new ParleyError("unprocessable", "This message ID was already used for different text.");
    const userMessageId = earlier?.id ?? newId("msg");
    const message = { conversationId, role: "user" as const, clientMessageId, text, authorId: null };
    if (!earlier) await insertMessage(tx, { ...message, id: userMessageId });
    return { conversationId, title, userMessageId, handling };
  });
  if (held) announceChange(ctx);
  return held;
}

/** The question was stored for a person; `details.held` says which. */
export function questionHeld(held: HeldQuestion): ParleyError {
  const who = held.handling?.name ?? "A person";
  return new ParleyError("conflict", `${who} answers in this conversation. Your message was passed on.`, {
    held,
  });
}

/** The stored question of an error by `questionHeld`; null for all others. */
export function heldQuestionOf(error: unknown): HeldQuestion | null {
  if (!(error instanceof ParleyError) || error.code !== "conflict") return null;
  return (error.details as { held?: HeldQuestion } | undefined)?.held ?? null;
}
