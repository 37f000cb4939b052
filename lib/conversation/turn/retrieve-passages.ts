import { waitForDatabase } from "#db/database-unavailable.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { type Found, searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";

const PASSAGES_PER_TURN = 8;

/** Searches a chatbot's knowledge for a question. @param earlier the questions that a follow-up refers to */
export function retrievePassages(
  ctx: Context,
  chatbot: Chatbot,
  query: string,
  earlier?: string,
): Promise<Found> {
  return waitForDatabase(() =>
    searchKnowledge(ctx, {
      chatbotId: chatbot.id,
      query,
      ...(earlier !== undefined && { earlier: earlier.slice(-QUERY_MAX_CHARS) }),
      language: chatbot.config.language,
      limit: PASSAGES_PER_TURN,
    }),
  );
}
