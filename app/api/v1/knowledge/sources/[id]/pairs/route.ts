import { getCuratedAnswers, removeCuratedAnswer } from "#app/_server/knowledge/curated-answers.ts";
import { sourceIdOf } from "#app/_server/knowledge/path-ids.ts";
import { keyRoute } from "#app/_server/routes/key-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { putCuratedAnswers } from "#lib/knowledge/curated/put-curated-answers.ts";
import { curatedAnswersInput } from "#lib/knowledge/curated/schema.ts";

export const maxDuration = 300;

const MAX_BYTES = 4_000_000;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: getCuratedAnswers,
  PUT: keyRoute(
    { scope: "knowledge:write", body: curatedAnswersInput, maxBytes: MAX_BYTES },
    async (ctx, { params, body }) => ({
      outcomes: await putCuratedAnswers(ctx, { ...body, sourceId: sourceIdOf(params) }),
    }),
  ),
  DELETE: removeCuratedAnswer,
});
