import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { hasKnowledge } from "#lib/knowledge/sources/has-knowledge.ts";
import { getChatbot } from "./get-chatbot.ts";
import type { PublicChatbot } from "./schema.ts";

/** Returns what visitors may know about a chatbot. */
export async function presentChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<PublicChatbot> {
  const [{ handle, name, config }, isFed] = await Promise.all([
    getChatbot(ctx, chatbotId),
    hasKnowledge(ctx, chatbotId),
  ]);
  const { greeting, starters, look = "plain" } = config;
  return { handle, name, greeting, starters, look, hasKnowledge: isFed };
}
