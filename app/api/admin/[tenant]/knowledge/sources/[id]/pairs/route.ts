import { memberRoute, methods } from "#app/_server/routes/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { deleteCuratedAnswer } from "#lib/knowledge/curated/delete-curated-answer.ts";
import { listCuratedAnswers } from "#lib/knowledge/curated/list-curated-answers.ts";
import { putCuratedAnswer } from "#lib/knowledge/curated/put-curated-answer.ts";
import { curatedAnswerInput, curatedAnswersQuery } from "#lib/knowledge/schema.ts";

const idOf = (params: Record<string, string>) => parseId("src", params.id ?? "", "source");

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "knowledge:read" }, ({ ctx }, { params, query }) =>
    listCuratedAnswers(ctx, {
      sourceId: idOf(params),
      ...curatedAnswersQuery.parse(Object.fromEntries(query)),
    }),
  ),
  PUT: memberRoute({ permission: "knowledge:write", body: curatedAnswerInput }, ({ ctx }, { params, body }) =>
    putCuratedAnswer(ctx, { ...body, sourceId: idOf(params) }),
  ),
  DELETE: memberRoute({ permission: "knowledge:write" }, ({ ctx }, { params, query }) =>
    deleteCuratedAnswer(ctx, { sourceId: idOf(params), key: query.get("key") ?? "" }),
  ),
});
