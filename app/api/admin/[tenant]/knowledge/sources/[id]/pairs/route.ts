import { getCuratedAnswers, removeCuratedAnswer } from "#app/_server/knowledge/curated-answers.ts";
import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { putCuratedAnswer } from "#lib/knowledge/curated/put-curated-answer.ts";
import { curatedAnswerInput } from "#lib/knowledge/curated/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: getCuratedAnswers,
  PUT: memberRoute({ permission: "knowledge:write", body: curatedAnswerInput }, ({ ctx }, { params, body }) =>
    putCuratedAnswer(ctx, { ...body, sourceId: sourceIdOf(params) }),
  ),
  DELETE: removeCuratedAnswer,
});
