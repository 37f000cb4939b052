import { keyRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteCuratedAnswer } from "#lib/knowledge/curated/delete-curated-answer.ts";
import { listCuratedAnswers } from "#lib/knowledge/curated/list-curated-answers.ts";
import { putCuratedAnswers } from "#lib/knowledge/curated/put-curated-answers.ts";
import { curatedAnswersInput, curatedAnswersQuery } from "#lib/knowledge/schema.ts";

export const maxDuration = 300;

const MAX_BYTES = 4_000_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: keyRoute({ scope: "knowledge:read" }, (ctx, { params, query }) =>
    listCuratedAnswers(ctx, {
      sourceId: parseId("src", params.id ?? "", "source"),
      ...curatedAnswersQuery.parse(Object.fromEntries(query)),
    }),
  ),
  PUT: keyRoute(
    { scope: "knowledge:write", body: curatedAnswersInput, maxBytes: MAX_BYTES },
    async (ctx, { params, body }) => ({
      outcomes: await putCuratedAnswers(ctx, {
        ...body,
        sourceId: parseId("src", params.id ?? "", "source"),
      }),
    }),
  ),
  DELETE: keyRoute({ scope: "knowledge:write" }, (ctx, { params, query }) =>
    deleteCuratedAnswer(ctx, {
      sourceId: parseId("src", params.id ?? "", "source"),
      key: query.get("key") ?? "",
    }),
  ),
});
