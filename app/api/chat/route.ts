import { after } from "next/server";
import { turnStream } from "#app/_server/event-stream.ts";
import { requireRoomForStream } from "#app/_server/open-streams.ts";
import { chatbotRoute, methods } from "#app/_server/route.ts";
import { getChatbot, getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { runTurn } from "#lib/conversation/run-turn.ts";
import { chatRequest } from "#lib/conversation/schema.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: chatbotRoute({ limit: "chat", body: chatRequest }, async ({ ctx, chatbotId }, { body, handle }) => {
    requireRoomForStream(ctx);
    const chatbot = chatbotId ? await getChatbot(ctx, chatbotId) : await getChatbotByHandle(ctx, handle);
    const turn = await runTurn(ctx, { chatbot, request: body });
    after(() => turn.ended);
    return turnStream({ ctx, chatbotId: chatbot.id }, turn.events);
  }),
});
