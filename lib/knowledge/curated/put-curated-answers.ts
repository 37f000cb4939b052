import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { putCuratedAnswer } from "./put-curated-answer.ts";
import type { CuratedAnswer, CuratedAnswerOutcome } from "./schema.ts";

/**
 * Stores several curated answers in sequence. If one fails, those before it stay stored; repeating the call
 * continues from there.
 */
export async function putCuratedAnswers(
  ctx: Context,
  { sourceId, pairs }: { sourceId: Id<"src">; pairs: CuratedAnswer[] },
): Promise<CuratedAnswerOutcome[]> {
  const twice = pairs.find(({ key }, index) => pairs.findIndex((pair) => pair.key === key) < index);
  if (twice) throw new ParleyError("invalid", `The key "${twice.key}" appears more than once.`);
  const outcomes: CuratedAnswerOutcome[] = [];
  for (const pair of pairs) outcomes.push(await putCuratedAnswer(ctx, { ...pair, sourceId }));
  return outcomes;
}
