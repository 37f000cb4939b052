import { waitForDatabase } from "#db/database-unavailable.ts";
import { CONTACT_QUESTION } from "#lib/ai/builtin/contact-question.ts";
import { givesContact } from "#lib/ai/builtin/gives-contact.ts";
import { wantsPerson } from "#lib/ai/builtin/read-small-talk.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Found, FoundPassage } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { fitPassages, type HistoryMessage, PASSAGE_TOKENS } from "../generation/build-prompt.ts";
import { earlierContext } from "../generation/detect-follow-up.ts";
import { loadHistory } from "../queries/turns.ts";
import { retrievePassages } from "./retrieve-passages.ts";
import type { Turn } from "./turn.ts";

const HISTORY_MESSAGES = 30;

/** What a question is answered from. */
export type TurnContext = {
  /** Oldest first. */
  history: HistoryMessage[];
  /** The questions that this one refers to, if it is a follow-up. */
  earlier: string | undefined;
  /** Those that fit the prompt, best first. */
  passages: FoundPassage[];
  /** For the built-in model, which has nothing else to say: passages that name a contact. */
  contact: FoundPassage[];
  answerable: boolean;
};

type GatherInput = {
  chatbot: Chatbot;
  model: Pick<ChosenModel, "builtIn">;
  turn: Turn;
  found: Promise<Found>;
};

/**
 * Loads the history and the passages for a turn.
 * @param found the search for the question alone, already running
 */
export async function gatherContext(
  ctx: Context,
  { chatbot, model, turn, found: searching }: GatherInput,
): Promise<TurnContext> {
  const [history, first] = await Promise.all([
    turn.hasHistory
      ? waitForDatabase(() => loadHistory(ctx, turn.conversationId, turn.questionId, HISTORY_MESSAGES))
      : [],
    searching,
  ]);
  const asked = history.filter(({ role }) => role === "user").map(({ text }) => text);
  const { found, earlier } = await resolveFollowUp(ctx, chatbot, { first, question: turn.question, asked });
  const passages = fitPassages(found.results, PASSAGE_TOKENS);
  const contact = model.builtIn && !found.answerable ? await findContact(ctx, chatbot) : [];
  return { history, earlier, passages, contact, answerable: found.answerable };
}

const MAX_CONTACT_PASSAGES = 2;

async function findContact(ctx: Context, chatbot: Chatbot): Promise<FoundPassage[]> {
  const { results } = await retrievePassages(ctx, chatbot, CONTACT_QUESTION);
  return results.filter(isContact).slice(0, MAX_CONTACT_PASSAGES);
}

/** An address in the middle of another topic is not the one to write to. */
function isContact({ title, headingPath, text }: FoundPassage): boolean {
  return CONTACT_HEADING.test([title, ...headingPath].join(" ")) && givesContact(text);
}

const CONTACT_HEADING = /\b(?:contact|support|help|reach|hotline|customer service|imprint)/i;

/**
 * Searches again where the question alone says too little: for a way to reach a person if that is asked for,
 * and for a follow-up ("and how long does that take?") with the questions it refers to. Follow-ups
 * are detected in English only; in other languages the last question is added where the words alone found
 * nothing.
 */
async function resolveFollowUp(
  ctx: Context,
  chatbot: Chatbot,
  { first, question, asked }: { first: Found; question: string; asked: string[] },
): Promise<{ found: Found; earlier?: string }> {
  if (wantsPerson(question) && !first.results.some(({ isCuratedAnswer }) => isCuratedAnswer))
    return { found: await retrievePassages(ctx, chatbot, CONTACT_QUESTION) };
  const isEnglish = chatbot.config.language === "english";
  const earlier = isEnglish ? earlierContext(question, asked) : first.answerable ? undefined : asked.at(-1);
  if (!earlier) return { found: first };
  const found = await retrievePassages(ctx, chatbot, question, earlier);
  return found.answerable || !first.answerable ? { found, earlier } : { found: first };
}
