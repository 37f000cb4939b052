import { download } from "#app/_server/routes/download.ts";
import { requireRoomForStream } from "#app/_server/streams/open-streams.ts";
import { chatbotRoute, methods } from "#app/_server/routes/route.ts";
import { exportPerson } from "#lib/privacy/export-person-data.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: chatbotRoute({ limit: "account" }, async (reader) => {
    requireRoomForStream(reader.ctx);
    const pieces = await exportPerson(reader.ctx);
    return download(reader, { name: "my-data.json", type: "application/json", pieces });
  }),
});
