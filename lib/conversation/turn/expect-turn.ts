import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { activeEmbeddingModel } from "#lib/knowledge/retrieval/active-embedding-model.ts";

/**
 * Starts loading what a turn needs besides its question, while its admission waits for the rate limits.
 * Everything is cached for seconds, so that refused requests cost no statements of their own.
 */
export function expectTurn(operator: OperatorContext, ctx: Context, chatbotId: Id<"bot">): void {
  const loading = [getInstance(operator), getChatbot(ctx, chatbotId), activeEmbeddingModel(ctx, chatbotId)];
  // The turn itself asks again, and meets the error.
  for (const load of loading) load.catch(() => undefined);
}
