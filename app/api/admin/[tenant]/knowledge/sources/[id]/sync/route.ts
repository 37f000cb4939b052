import { accepted } from "#app/_server/routes/prefer-header.ts";
import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { cancelSync } from "#lib/knowledge/crawling/cancel-sync.ts";
import { requestSync } from "#lib/knowledge/crawling/request-sync.ts";

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute({ permission: "knowledge:write" }, async ({ ctx }, { params }) =>
    accepted(await requestSync(ctx, idOf(params)), false),
  ),
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params }) =>
    cancelSync(ctx, idOf(params)),
  ),
});
