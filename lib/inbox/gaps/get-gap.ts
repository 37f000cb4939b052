import { getChatbot } from "#lib/chatbot/get-chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { findCuratedAnswer } from "#lib/knowledge/curated/find-curated-answer.ts";
import { plainText } from "#lib/knowledge/parsing/markdown/plain-text.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import { findGap, listWordings } from "../queries/gaps.ts";
import type { GapReason, GapState } from "../schema.ts";
import { proposeQuestion } from "./propose-question.ts";
import { MAX_WORDINGS } from "./schema.ts";

type Wording = {
  text: string;
  /** What the chatbot answered. */
  answer: string;
  conversationId: string;
  reason: GapReason;
  askedAt: string;
};

export type GapView = {
  id: string;
  state: GapState;
  chatbot: { handle: string; name: string };
  /** What people asked, newest first, at most 30. */
  wordings: Wording[];
  /** What the form begins with: the stored answer, or a start. */
  draft: { question: string; answer: string; wordings: string[] };
  /** The passage nearest to the question, which a member may draw on. */
  nearest: { title: string; text: string } | null;
};

const SHOWN = 30;
const NEAREST_CHARS = 700;

/** @throws ParleyError not_found */
export async function getGap(ctx: Context, name: string): Promise<GapView> {
  const gap = await findGap(ctx, parseId("gap", name, "question"));
  if (!gap) throw notFound("question");
  const chatbot = await getChatbot(ctx, gap.chatbotId);
  const rows = await listWordings(ctx, gap.id, SHOWN);
  const wordings = rows.map((row) => ({ ...row, text: withoutAuthorTags(row.text) }));
  const stored = gap.question ? await findCuratedAnswer(ctx, gap.chatbotId, gap.id) : null;
  const proposed = [...new Set(wordings.map(({ text }) => proposeQuestion(text)).filter(Boolean))];
  const question = stored?.question ?? gap.question ?? proposed[0] ?? "";
  const found =
    stored || question === ""
      ? null
      : await searchKnowledge(ctx, {
          chatbotId: gap.chatbotId,
          query: question.slice(0, QUERY_MAX_CHARS),
          language: chatbot.config.language,
          limit: 1,
        });
  const [passage] = found?.results ?? [];
  return {
    id: gap.id,
    state: gap.state,
    chatbot: { handle: chatbot.handle, name: chatbot.name },
    wordings,
    draft: {
      question,
      answer: stored?.answer ?? "",
      wordings: (stored?.phrasings ?? proposed.filter((text) => text !== question)).slice(0, MAX_WORDINGS),
    },
    nearest: passage ? { title: passage.title, text: plainText(passage.text).slice(0, NEAREST_CHARS) } : null,
  };
}
