import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deletePair } from "#lib/knowledge/curated/delete-curated-answer.ts";
import { listPairs } from "#lib/knowledge/curated/list-curated-answers.ts";
import { putPairs } from "#lib/knowledge/curated/put-curated-answers.ts";
import { pairsInput, pairsQuery } from "#lib/knowledge/schema.ts";

export const maxDuration = 300;

const MAX_BYTES = 4_000_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, (ctx, { params, query }) =>
    listPairs(ctx, {
      sourceId: parseId("src", params.id ?? "", "source"),
      ...pairsQuery.parse(Object.fromEntries(query)),
    }),
  ),
  PUT: keyRoute(
    { scope: "knowledge:write", body: pairsInput, maxBytes: MAX_BYTES },
    async (ctx, { params, body }) => ({
      outcomes: await putPairs(ctx, { ...body, sourceId: parseId("src", params.id ?? "", "source") }),
    }),
  ),
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params, query }) =>
    deletePair(ctx, {
      sourceId: parseId("src", params.id ?? "", "source"),
      key: query.get("key") ?? "",
    }),
  ),
});
