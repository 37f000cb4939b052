import { builtInModelId } from "#lib/ai/language-model.ts";
import type { Context } from "#lib/core/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { getConversation } from "./get-conversation.ts";
import { endStaleTurns, loadCitations, loadMessages } from "./queries.ts";
import type { ChatMessage, MessagePage } from "./schema.ts";
import { storedCitation } from "./stored-citation.ts";

const PAGE = 50;

/** One page of a conversation, oldest first within it; `before` is the cursor of the last answer. */
export async function listMessages(
  ctx: Context,
  input: { name: string; before?: string },
): Promise<MessagePage> {
  const before = input.before === undefined ? undefined : Number(input.before);
  if (before !== undefined && !Number.isSafeInteger(before))
    throw new ParleyError("invalid", "The cursor is not valid.");
  const conversation = await getConversation(ctx, input.name);
  let rows = await loadMessages(ctx, conversation.id, { before, limit: PAGE + 1 });
  if (rows.some((row) => row.state === "running")) {
    await endStaleTurns(ctx, conversation.id);
    rows = await loadMessages(ctx, conversation.id, { before, limit: PAGE + 1 });
  }
  const shown = rows.slice(-PAGE);
  const quotes = await loadCitations(
    ctx,
    shown.map((row) => row.id),
  );
  const messages = shown.map((row): ChatMessage => {
    const { id, role, text, createdAt, turnId, state, errorCode, provider, model } = row;
    const citations = quotes.filter((quote) => quote.messageId === id).map(storedCitation);
    const turn =
      turnId && state && provider && model
        ? {
            id: turnId,
            state,
            errorCode: errorCode ?? undefined,
            model: { provider, id: model, builtIn: model === builtInModelId },
          }
        : undefined;
    return { id, role, text, createdAt: createdAt.toISOString(), citations, turn };
  });
  return { messages, before: rows.length > PAGE ? String(shown[0]?.seq ?? 0) : null };
}
