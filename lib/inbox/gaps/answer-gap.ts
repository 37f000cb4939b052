import { noteAnsweredGap } from "#lib/analytics/note-facts.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { isId, parseId } from "#lib/core/ids.ts";
import { putCuratedAnswer } from "#lib/knowledge/curated/put-curated-answer.ts";
import { type TriedQuestion, tryCuratedAnswer } from "#lib/knowledge/curated/try-curated-answer.ts";
import { addSource } from "#lib/knowledge/sources/add-source.ts";
import { findGap, settleGap } from "../queries/gaps.ts";
import { putGoldenOfGap } from "../queries/golden.ts";
import { gapStates } from "../schema.ts";
import type { GapAnswer } from "./schema.ts";

export type AnsweredGap = {
  /** Whether the answer was stored. */
  isSaved: boolean;
  tried: TriedQuestion[];
};

/**
 * Tries a curated answer against the question and its wordings, and stores it for the chatbot if it comes
 * first for each of them, or if that is forced. The question becomes a golden question if that is wanted. The
 * same again changes nothing.
 * @throws ParleyError not_found, invalid, what quotas and budgets refuse
 */
export async function answerGap(ctx: Context, name: string, input: GapAnswer): Promise<AnsweredGap> {
  const gap = await findGap(ctx, parseId("gap", name, "question"));
  if (!gap) throw notFound("question");
  const { question, answer, isGolden, isForced } = input;
  const { chatbotId } = gap;
  const chatbot = await getChatbot(ctx, chatbotId);
  const wordings = [...new Set(input.wordings)].filter((wording) => wording !== question);
  const curatedAnswer = { key: gap.id, question, answer, phrasings: wordings };
  const tried = await tryCuratedAnswer(ctx, {
    chatbotId,
    language: chatbot.config.language,
    curatedAnswer,
    questions: [question, ...wordings],
  });
  if (!isForced && tried.some(({ isMatched }) => !isMatched)) return { isSaved: false, tried };
  const source = await addSource(ctx, {
    chatbotId,
    kind: "pairs",
    origin: "studio:pairs",
    name: "Questions and answers",
  });
  if (!isId("src", source.id)) throw new ParleyError("conflict", "The curated answers have no source.");
  await putCuratedAnswer(ctx, { ...curatedAnswer, sourceId: source.id });
  await transaction(ctx, async (tx) => {
    if (!(await settleGap(tx, gap.id, gapStates, { state: "answered", question })))
      throw notFound("question");
    await putGoldenOfGap(tx, gap, isGolden ? { question, sources: [gap.id], isUnanswerable: false } : null);
    await noteAnsweredGap(tx, gap.id, chatbotId);
    await recordAudit(tx, { action: "gap.answered", target: gap.id });
  });
  return { isSaved: true, tried };
}
