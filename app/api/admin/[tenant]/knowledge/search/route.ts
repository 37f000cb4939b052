import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { previewSearch } from "#lib/knowledge/retrieval/preview-search.ts";
import { searchInput } from "#lib/knowledge/retrieval/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute(
    { permission: "knowledge:read", limit: "search", body: searchInput },
    async ({ ctx }, { body }) => {
      const { chatbot, query, limit } = body;
      const { id, config } = await getChatbotByHandle(ctx, chatbot);
      return previewSearch(ctx, { chatbotId: id, query, limit, language: config.language });
    },
  ),
});
