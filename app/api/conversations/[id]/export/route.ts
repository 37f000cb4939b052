import { conversationRoute } from "#app/_server/routes/conversation-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { exportConversation } from "#lib/conversation/export/export-conversation.ts";
import { exportQuery } from "#lib/conversation/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** A file of the conversation. `format`: md or json. */
  GET: conversationRoute({}, (ctx, { params, query, chatbotId }) =>
    withStreamPlace(ctx, async (place) => {
      const { format } = exportQuery.parse(Object.fromEntries(query));
      return download({ ctx, chatbotId }, place, await exportConversation(ctx, params.id ?? "", format));
    }),
  ),
});
