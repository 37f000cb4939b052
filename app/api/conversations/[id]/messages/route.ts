import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: conversationRoute({}, (ctx, { params, query }) =>
    listMessages(ctx, { name: params.id ?? "", before: query.get("before") ?? undefined }),
  ),
});
