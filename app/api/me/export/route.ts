import { download } from "#app/_server/routes/download.ts";
import { chatbotRoute, methods } from "#app/_server/routes/route.ts";
import { requireStreamCapacity } from "#app/_server/streams/open-streams.ts";
import { exportPersonData } from "#lib/privacy/export-person-data.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({ limit: "account" }, async (reader) => {
    requireStreamCapacity(reader.ctx);
    const pieces = await exportPersonData(reader.ctx);
    return download(reader, { name: "my-data.json", type: "application/json", pieces });
  }),
});
