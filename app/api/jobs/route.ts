import { acceptTurn } from "#app/_server/routes/accept-turn.ts";
import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import { listTurnJobs } from "#lib/conversation/api-jobs/list-turn-jobs.ts";
import { chatRequest } from "#lib/conversation/schema.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({}, async ({ ctx, chatbotId }) => ({ jobs: await listTurnJobs(ctx, chatbotId) })),
  POST: chatbotRoute({ limit: "chat", body: chatRequest }, async ({ ctx, chatbotId }, { body }) =>
    acceptTurn(ctx, await getChatbot(ctx, chatbotId), body),
  ),
});
