import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { getChatbotByName } from "#lib/chatbot/get-chatbot.ts";
import { exportGolden } from "#lib/inbox/gaps/export-golden.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The golden questions of `chatbot` for `parley eval`, as JSON Lines. */
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { query }) =>
    withStreamPlace(ctx, async (place) => {
      const { id, handle } = await getChatbotByName(ctx, query.get("chatbot") ?? "");
      return download({ ctx, chatbotId: null }, place, {
        name: `golden-${handle}.jsonl`,
        type: "application/jsonl; charset=utf-8",
        pieces: exportGolden(ctx, id),
      });
    }),
  ),
});
