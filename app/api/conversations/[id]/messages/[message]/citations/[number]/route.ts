import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { getCitation } from "#lib/conversation/get-citation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: conversationRoute({}, (ctx, { params }) =>
    getCitation(ctx, {
      name: params.id ?? "",
      messageId: params.message ?? "",
      number: Number(params.number),
    }),
  ),
});
