import { waitForDatabase } from "#db/database-unavailable.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { usesBuiltIn } from "#lib/chatbot/connection/chatbot-model.ts";
import type { Context } from "#lib/context/context.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { type Found, searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { withoutAuthorTags } from "../../prompt/author-tags.ts";
import { isRecap } from "../../prompt/recap.ts";

/** A language model picks from more passages what it needs; the built-in model quotes the best. */
const PASSAGES = { languageModel: 12, builtIn: 8 };

/** A recap is made only from what was said. */
const NOTHING: Found = {
  query: "",
  answerable: false,
  meaning: "unavailable",
  corrections: [],
  evidence: 0,
  results: [],
};

/** Searches a chatbot's knowledge for a question. @param earlier the questions that a follow-up refers to */
export function retrievePassages(
  ctx: Context,
  chatbot: Chatbot,
  query: string,
  earlier?: string,
): Promise<Found> {
  if (isRecap(query)) return Promise.resolve(NOTHING);
  return waitForDatabase(() =>
    searchKnowledge(ctx, {
      isOfTurn: true,
      chatbotId: chatbot.id,
      query: withoutAuthorTags(query),
      ...(earlier !== undefined && { earlier: earlier.slice(-QUERY_MAX_CHARS) }),
      language: chatbot.config.language,
      limit: usesBuiltIn(chatbot) ? PASSAGES.builtIn : PASSAGES.languageModel,
    }),
  );
}
