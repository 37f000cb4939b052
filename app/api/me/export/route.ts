import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { exportPersonData } from "#lib/privacy/export-person-data.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({ limit: "account" }, (reader) =>
    withStreamPlace(reader.ctx, async (place) => {
      const pieces = await exportPersonData(reader.ctx);
      return download(reader, place, { name: "my-data.json", type: "application/json", pieces });
    }),
  ),
});
