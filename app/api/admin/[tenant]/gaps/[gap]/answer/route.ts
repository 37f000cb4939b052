import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { answerGap } from "#lib/inbox/gaps/answer-gap.ts";
import { gapAnswerInput } from "#lib/inbox/gaps/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Tries the answer, and stores it if it passes or is forced. */
  POST: memberRoute(
    { permission: "knowledge:write", limit: "search", body: gapAnswerInput },
    ({ ctx }, { params, body }) => answerGap(ctx, params.gap ?? "", body),
  ),
});
