import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { getConversation } from "./get-conversation.ts";
import { findHandling } from "./queries/handling.ts";
import { findRunningTurn } from "./queries/turns.ts";
import type { ConversationDetail } from "./schema.ts";

export async function describeConversation(ctx: Context, name: string): Promise<ConversationDetail> {
  const { id, chatbotId, title, updatedAt } = await getConversation(ctx, name);
  const [chatbot, running, handling] = await Promise.all([
    getChatbot(ctx, chatbotId),
    findRunningTurn(ctx, id),
    findHandling(ctx, id),
  ]);
  return {
    id,
    title,
    updatedAt: updatedAt.toISOString(),
    chatbot: chatbot.handle,
    running: running !== null,
    handling: handling && { name: handling.name },
  };
}
