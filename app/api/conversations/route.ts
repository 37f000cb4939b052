import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listConversations } from "#lib/conversation/list-conversations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({}, async ({ ctx, chatbotId }, { query }) =>
    listConversations(ctx, {
      chatbotId,
      query: query.get("q") ?? undefined,
      before: query.get("before") ?? undefined,
    }),
  ),
});
