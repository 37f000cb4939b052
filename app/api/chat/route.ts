import "#register-skills.ts";
import { outliveRequest } from "#app/_server/http/outlive-request.ts";
import { prefersAsync } from "#app/_server/http/prefer-header.ts";
import { acceptTurn } from "#app/_server/routes/accept-turn.ts";
import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { turnStream } from "#app/_server/streams/event-stream.ts";
import { heldEvents } from "#app/_server/streams/held-events.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { heldQuestionOf } from "#lib/conversation/handling/hold-question.ts";
import { chatRequest } from "#lib/conversation/schema.ts";
import { chooseDispatch } from "#lib/conversation/turn/choose-dispatch.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: chatbotRoute({ limit: "chat", body: chatRequest }, async ({ ctx, chatbotId }, { request, body }) => {
    const chatbot = await getChatbot(ctx, chatbotId);
    if (prefersAsync(request)) return acceptTurn(ctx, chatbot, body);
    return withStreamPlace(ctx, async (place) => {
      const isFull = startSlots().grantOf(ctx.requestId) === "overflow";
      const queueMode = await chooseDispatch(sealOperator(), { tenantId: ctx.tenantId, chatbot, isFull });
      const reader = { ctx, chatbotId: chatbot.id };
      try {
        const turn = await runTurn(ctx, { chatbot, request: body, queueMode });
        outliveRequest(turn.ended);
        return turnStream(reader, place, turn.events);
      } catch (error) {
        const held = heldQuestionOf(error);
        if (!held) throw error;
        return turnStream(reader, place, () => heldEvents(held));
      }
    });
  }),
});
