import { keyRoute, methods } from "#app/_server/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { pageInput } from "#lib/knowledge/schema.ts";
import { syncPage } from "#lib/knowledge/sync-page.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Fetches the page named in the body, or asks whether it has changed. */
  POST: keyRoute({ scope: "knowledge:write", body: pageInput }, (ctx, { params, body }) =>
    syncPage(ctx, { sourceId: parseId("src", params.id ?? "", "source"), url: body.url }),
  ),
});
