import { z } from "zod";
import { checkInResponse } from "#app/_server/routes/check-in-response.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { download } from "#app/_server/streams/download.ts";
import { withStreamPlace } from "#app/_server/streams/open-streams.ts";
import { readTimeZone } from "#lib/core/time-zone.ts";
import { exportFormats, exportUpdates } from "#lib/status/export-updates.ts";
import { readQuery } from "#lib/status/list-updates.ts";
import { updateForm } from "#lib/status/schema.ts";
import { submitInStudio } from "#lib/status/studio/submit-in-studio.ts";

const exportQuery = z.object({ format: z.enum(exportFormats).default("json") });
const types = { csv: "text/csv; charset=utf-8", json: "application/json" };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** A file of all updates that the filter finds. `format`: csv or json; `zone`: that of `day`. */
  GET: memberRoute({ permission: "checkins:read" }, ({ ctx }, { query }) =>
    withStreamPlace(ctx, async (place) => {
      const given = Object.fromEntries(query);
      const { format } = exportQuery.parse(given);
      const pieces = exportUpdates(ctx, readQuery(given), { format, timeZone: readTimeZone(given.zone) });
      return download({ ctx, chatbotId: null }, place, {
        name: `updates.${format}`,
        type: types[format],
        pieces,
      });
    }),
  ),
  POST: memberRoute({ permission: "checkins:write", body: updateForm }, ({ ctx, person }, { body }) =>
    checkInResponse(ctx, submitInStudio(ctx, person, body), 201),
  ),
});
