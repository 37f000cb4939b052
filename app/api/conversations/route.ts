import { chatbotRoute, methods } from "#app/_server/routes/route.ts";
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
