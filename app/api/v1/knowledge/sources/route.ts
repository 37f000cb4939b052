import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { sourceInput } from "#lib/knowledge/schema.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { listSources } from "#lib/knowledge/sources/list-sources.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx, { query }) => {
    const chatbot = await getChatbotByHandle(ctx, query.get("chatbot") ?? "");
    return { sources: await listSources(ctx, chatbot.id) };
  }),
  PUT: keyRoute({ scope: "knowledge:write", body: sourceInput }, async (ctx, { body }) => {
    const { chatbot, ...source } = body;
    const { id } = await getChatbotByHandle(ctx, chatbot);
    return findOrCreateSource(ctx, { ...source, chatbotId: id });
  }),
});
