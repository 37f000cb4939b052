import { acceptTurn } from "#app/_server/accept-turn.ts";
import { chatbotRoute, methods } from "#app/_server/route.ts";
import { getChatbot, getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { listTurnJobs } from "#lib/conversation/list-turn-jobs.ts";
import { chatRequest } from "#lib/conversation/schema.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({}, async ({ ctx, chatbotId }, { handle }) => ({
    jobs: await listTurnJobs(ctx, chatbotId ?? (await getChatbotByHandle(ctx, handle)).id),
  })),
  POST: chatbotRoute({ limit: "chat", body: chatRequest }, async ({ ctx, chatbotId }, { body, handle }) =>
    acceptTurn(
      ctx,
      chatbotId ? await getChatbot(ctx, chatbotId) : await getChatbotByHandle(ctx, handle),
      body,
    ),
  ),
});
