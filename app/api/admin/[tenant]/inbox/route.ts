import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { exportTranscripts } from "#lib/inbox/export-transcripts.ts";
import { exportQuery, readQuery } from "#lib/inbox/schema.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

const types = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** A file of all questions and answers that the filter finds. `format`: csv or jsonl. */
  GET: memberRoute({ permission: "conversations:read" }, ({ ctx }, { query }) =>
    withStreamPlace(ctx, async (place) => {
      const given = Object.fromEntries(query);
      const { format } = exportQuery.parse(given);
      const { timeZone } = (await getWorkspace(ctx)).settings;
      const pieces = exportTranscripts(ctx, readQuery(given), { format, timeZone });
      return download({ ctx, chatbotId: null }, place, {
        name: `conversations.${format}`,
        type: types[format],
        pieces,
      });
    }),
  ),
});
