import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { searchInput } from "#lib/knowledge/retrieval/schema.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: keyRoute({ scope: "knowledge:read", limit: "search", body: searchInput }, async (ctx, { body }) => {
    const { id, config } = await getChatbotByHandle(ctx, body.chatbot);
    const { query, limit } = body;
    return searchKnowledge(ctx, { chatbotId: id, query, limit, language: config.language });
  }),
});
