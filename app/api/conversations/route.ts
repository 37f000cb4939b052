import { chatbotRoute, methods } from "#app/_server/route.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { listConversations } from "#lib/conversation/list-conversations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({}, async ({ ctx, chatbotId }, { query, handle }) =>
    listConversations(ctx, {
      chatbotId: chatbotId ?? (await getChatbotByHandle(ctx, handle)).id,
      query: query.get("q") ?? undefined,
      before: query.get("before") ?? undefined,
    }),
  ),
});
