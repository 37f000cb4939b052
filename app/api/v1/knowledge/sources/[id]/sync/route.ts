import { accepted } from "#app/_server/routes/prefer-header.ts";
import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { cancelSync } from "#lib/knowledge/crawling/cancel-sync.ts";
import { requestSync } from "#lib/knowledge/crawling/request-sync.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Has the source looked at now; how far it is stands in the source itself. */
  POST: keyRoute({ scope: "knowledge:write" }, async (ctx, { params }) =>
    accepted(await requestSync(ctx, parseId("src", params.id ?? "", "source")), false),
  ),
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params }) =>
    cancelSync(ctx, parseId("src", params.id ?? "", "source")),
  ),
});
