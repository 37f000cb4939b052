import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { weighQuestions } from "#lib/knowledge/retrieval/weigh-questions.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import {
  deleteEmptyGaps,
  findFreshQuestions,
  insertGapQuestions,
  insertGaps,
  listKnownGaps,
  lockGaps,
  reopenGaps,
} from "../queries/gaps.ts";
import { type Group, groupQuestions } from "./group-questions.ts";

const DAYS = 90;
const AT_ONCE = 200;
const KNOWN_GAPS = 300;
const WORDINGS = 3;
/** What is compared of a question. */
const MAX_CHARS = 300;

/**
 * Groups a chatbot's questions that got no good answer since the last time, up to 200 at once. A gap that was
 * answered before opens again; one that is out of scope stays so.
 * @returns how many questions were grouped
 */
export async function collectGaps(ctx: Context, chatbot: Chatbot): Promise<number> {
  const { id: chatbotId } = chatbot;
  const { language } = chatbot.config;
  return transaction(ctx, async (tx) => {
    await lockGaps(tx, chatbotId);
    await deleteEmptyGaps(tx, chatbotId);
    const fresh = await findFreshQuestions(tx, chatbotId, { days: DAYS, limit: AT_ONCE });
    if (fresh.length === 0) return 0;
    const known = await listKnownGaps(tx, chatbotId, { limit: KNOWN_GAPS, wordings: WORDINGS });
    const read = (text: string) => withoutAuthorTags(text).slice(0, MAX_CHARS).trim();
    const oldTexts = known.flatMap(({ texts }) => texts.map(read));
    const newTexts = fresh.map(({ text }) => read(text));
    const weighed = await weighQuestions(tx, chatbotId, language, [...oldTexts, ...newTexts]);
    let at = 0;
    const take = (text: string) => ({ text: read(text), weighed: weighed[at++] ?? [] });
    const groups: Group[] = known.map(({ id, texts }) => ({ id, isNew: false, texts: texts.map(take) }));
    const chosen = groupQuestions(
      fresh.map(({ text }) => take(text)),
      groups,
      language,
    );
    await insertGaps(
      tx,
      chatbotId,
      groups.filter(({ isNew }) => isNew).map(({ id }) => id),
    );
    const questions = fresh.flatMap(({ turnId, reason, askedAt }, index) => {
      const gapId = chosen[index]?.id;
      return gapId ? [{ gapId, turnId, reason, askedAt }] : [];
    });
    await insertGapQuestions(tx, questions);
    const isAskedAgain = ({ id, state, settledAt }: (typeof known)[number]) =>
      state === "answered" &&
      questions.some(({ gapId, askedAt }) => gapId === id && askedAt > (settledAt ?? askedAt));
    await reopenGaps(
      tx,
      known.filter(isAskedAgain).map(({ id }) => id),
    );
    return questions.length;
  });
}
