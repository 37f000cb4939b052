import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { deleteConversation } from "#lib/conversation/delete-conversation.ts";
import { describeConversation } from "#lib/conversation/describe-conversation.ts";
import { renameConversation } from "#lib/conversation/rename-conversation.ts";
import { renameRequest } from "#lib/conversation/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: conversationRoute({}, (ctx, { params }) => describeConversation(ctx, params.id ?? "")),
  PATCH: conversationRoute({ body: renameRequest }, async (ctx, { params, body }) => {
    await renameConversation(ctx, { name: params.id ?? "", title: body.title });
    return describeConversation(ctx, params.id ?? "");
  }),
  DELETE: conversationRoute({}, (ctx, { params }) => deleteConversation(ctx, params.id ?? "")),
});
