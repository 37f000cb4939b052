import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { rateAnswer } from "#lib/conversation/rate-answer.ts";
import { feedbackRequest } from "#lib/conversation/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: conversationRoute({ body: feedbackRequest }, (ctx, { params, body }) =>
    rateAnswer(ctx, { name: params.id ?? "", messageId: params.message ?? "", feedback: body }),
  ),
});
