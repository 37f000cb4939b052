import { isOpenTo } from "#lib/auth/admission/is-open-to.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import { getChatbot, getChatbotByName, getFirstChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { getConversation } from "../get-conversation.ts";
import type { DirectRequest } from "../schema.ts";

export type DirectTarget = {
  chatbot: Chatbot;
  conversation: { id: Id<"cnv">; chatbotId: Id<"bot"> } | null;
};

/**
 * Finds the chatbot that a direct request is for, and the conversation that it continues.
 * @throws ParleyError not_found for another caller's chatbot or conversation, or one that is closed to them;
 * unprocessable for a conversation with another chatbot
 */
export async function findDirectTarget(ctx: Context, request: DirectRequest): Promise<DirectTarget> {
  const { chatbotId, conversationId } = request;
  const conversation = conversationId ? await getConversation(ctx, conversationId) : null;
  const chatbot = await (chatbotId
    ? getChatbotByName(ctx, chatbotId)
    : conversation
      ? getChatbot(ctx, conversation.chatbotId)
      : getFirstChatbot(ctx));
  if (!(await isOpenTo(ctx, chatbot.id))) throw notFound("chatbot");
  if (conversation && conversation.chatbotId !== chatbot.id) {
    throw new ParleyError(
      "unprocessable",
      "This conversation belongs to a different chatbot. Omit chatbotId to continue it.",
    );
  }
  return { conversation, chatbot };
}
