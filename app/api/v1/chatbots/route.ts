import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, async (ctx) => ({
    chatbots: await listChatbots(ctx),
  })),
});
