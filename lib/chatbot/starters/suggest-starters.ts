import type { Context } from "#lib/context/context.ts";
import { parseId } from "#lib/core/ids.ts";
import { listTopics } from "#lib/knowledge/retrieval/list-topics.ts";
import { getChatbot } from "../get-chatbot.ts";
import { findsAnswer } from "./check-starters.ts";
import { questionOfHeading } from "./question-of-heading.ts";

const MAX_SUGGESTIONS = 6;
/** Each candidate costs a search. */
const MAX_CANDIDATES = 24;
const MAX_CHARS = 120;

/** Suggests starters that find an answer: questions of curated answers, then some made of headings. */
export async function suggestStarters(ctx: Context, chatbotId: string): Promise<{ starters: string[] }> {
  const chatbot = await getChatbot(ctx, parseId("bot", chatbotId, "chatbot"));
  const { questions, headings } = await listTopics(ctx, chatbot.id);
  const candidates = [...questions, ...headings.flatMap((heading) => questionOfHeading(heading) ?? [])]
    .filter((question) => question.length <= MAX_CHARS && !chatbot.config.starters.includes(question))
    .slice(0, MAX_CANDIDATES);
  const starters: string[] = [];
  for (const question of candidates) {
    if (starters.length === MAX_SUGGESTIONS) break;
    if (await findsAnswer(ctx, chatbot, question)) starters.push(question);
  }
  return { starters };
}
