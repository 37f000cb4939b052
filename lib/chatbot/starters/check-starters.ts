import { answerQuestion } from "#lib/ai/builtin/answer-question.ts";
import type { Context } from "#lib/context/context.ts";
import { parseId } from "#lib/core/ids.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { recognizeSkill, skillsOf } from "#lib/skills/skill-registry.ts";
import type { Chatbot } from "../chatbot.ts";
import { getChatbot } from "../get-chatbot.ts";

const PASSAGES = 8;
/** Starters are shown to everyone. */
const NO_GRANTS = [] as const;

/** Says of each question whether it finds an answer: in the knowledge, by a skill or as small talk. */
export async function checkStarters(
  ctx: Context,
  chatbotId: string,
  questions: string[],
): Promise<{ starters: { question: string; findsAnswer: boolean }[] }> {
  const chatbot = await getChatbot(ctx, parseId("bot", chatbotId, "chatbot"));
  const starters: { question: string; findsAnswer: boolean }[] = [];
  for (const question of questions)
    starters.push({ question, findsAnswer: await findsAnswer(ctx, chatbot, question) });
  return { starters };
}

/** Whether the built-in model would answer without a doubt. */
export async function findsAnswer(ctx: Context, chatbot: Chatbot, question: string): Promise<boolean> {
  const { language, skills = [], greeting, starters } = chatbot.config;
  if (recognizeSkill(skillsOf(skills, NO_GRANTS), question)) return true;
  const found = await searchKnowledge(ctx, {
    chatbotId: chatbot.id,
    query: question,
    language,
    limit: PASSAGES,
  });
  const answer = answerQuestion({
    question,
    passages: found.results.map((passage, index) => ({ ...passage, number: index + 1 })),
    answerable: found.answerable,
    chatbot: { name: chatbot.name, greeting, starters },
    language,
  });
  return !/^[^[]*\[0\]/.test(answer);
}
