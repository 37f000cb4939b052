import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getChatbot } from "./get-chatbot.ts";
import type { PublicChatbot } from "./schema.ts";

/** Returns what visitors may know about a chatbot. */
export async function presentChatbot(ctx: Context, chatbotId: Id<"bot">): Promise<PublicChatbot> {
  const { handle, name, config } = await getChatbot(ctx, chatbotId);
  return { handle, name, greeting: config.greeting, starters: config.starters, look: config.look ?? "plain" };
}
