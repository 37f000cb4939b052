import { conversationRoute } from "#app/_server/route.ts";
import { openCitation } from "#lib/conversation/open-citation.ts";

export const GET = conversationRoute({}, (ctx, { params }) =>
  openCitation(ctx, {
    name: params.id ?? "",
    messageId: params.message ?? "",
    number: Number(params.number),
  }),
);
