import { deleteCuratedAnswer } from "#lib/knowledge/curated/delete-curated-answer.ts";
import { listCuratedAnswers } from "#lib/knowledge/curated/list-curated-answers.ts";
import { curatedAnswersQuery } from "#lib/knowledge/curated/schema.ts";
import { knowledgeRoute } from "../routes/knowledge-route.ts";
import { sourceIdOf } from "./path-ids.ts";

export const getCuratedAnswers = knowledgeRoute({ permission: "knowledge:read" }, (ctx, { params, query }) =>
  listCuratedAnswers(ctx, {
    sourceId: sourceIdOf(params),
    ...curatedAnswersQuery.parse(Object.fromEntries(query)),
  }),
);

/** The curated answer of `?key=`. */
export const removeCuratedAnswer = knowledgeRoute(
  { permission: "knowledge:write" },
  (ctx, { params, query }) =>
    deleteCuratedAnswer(ctx, { sourceId: sourceIdOf(params), key: query.get("key") ?? "" }),
);
