import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deletePair } from "#lib/knowledge/curated/delete-curated-answer.ts";
import { listPairs } from "#lib/knowledge/curated/list-curated-answers.ts";
import { putPair } from "#lib/knowledge/curated/put-curated-answer.ts";
import { pairInput, pairsQuery } from "#lib/knowledge/schema.ts";

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params, query }) =>
    listPairs(ctx, { sourceId: idOf(params), ...pairsQuery.parse(Object.fromEntries(query)) }),
  ),
  PUT: memberRoute({ permission: "knowledge:write", body: pairInput }, ({ ctx }, { params, body }) =>
    putPair(ctx, { ...body, sourceId: idOf(params) }),
  ),
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params, query }) =>
    deletePair(ctx, { sourceId: idOf(params), key: query.get("key") ?? "" }),
  ),
});
