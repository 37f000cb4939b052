import { waitForDatabase } from "#db/database-unavailable.ts";
import { CONTACT_QUESTION } from "#lib/ai/builtin/contact-question.ts";
import { namesContact } from "#lib/ai/builtin/names-contact.ts";
import { wantsHelp } from "#lib/ai/builtin/read-question.ts";
import { wantsPerson } from "#lib/ai/builtin/read-small-talk.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Found, FoundPassage } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { withoutAuthorTags } from "../../prompt/author-tags.ts";
import { fitPassages, PASSAGE_TOKENS } from "../../prompt/build-prompt.ts";
import type { HistoryMessage } from "../../prompt/history-message.ts";
import { isRecap } from "../../prompt/recap.ts";
import { ZERO_USAGE } from "../generation/add-usage.ts";
import type { AnswerUsage } from "../generation/answer-event.ts";
import { earlierContext, refersBack } from "../generation/detect-follow-up.ts";
import { rewriteQuery } from "../generation/rewrite-query.ts";
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
  /** How much of the question the best passages cover, 0 to 1. */
  evidence: number;
  /** Tokens used to rewrite a follow-up. */
  usage: AnswerUsage;
};

type TurnInput = { chatbot: Chatbot; model: ChosenModel; turn: Turn; stop: AbortSignal };
type Search = { found: Found; earlier?: string | undefined; usage: AnswerUsage };

/**
 * Loads the history and the passages for a turn.
 * @param found the search for the question alone, already running
 */
export async function gatherContext(
  ctx: Context,
  { found: searching, ...given }: TurnInput & { found: Promise<Found> },
): Promise<TurnContext> {
  const turn = { ...given.turn, question: withoutAuthorTags(given.turn.question) };
  const input = { ...given, turn };
  const [history, first] = await Promise.all([
    turn.hasHistory
      ? waitForDatabase(() => loadHistory(ctx, turn.conversationId, turn.questionId, HISTORY_MESSAGES)).then(
          withoutRecaps,
        )
      : [],
    searching,
  ]);
  const { found, earlier, usage } = isRecap(turn.question)
    ? { found: first, earlier: undefined, usage: ZERO_USAGE }
    : await resolveFollowUp(ctx, input, { first, history });
  const passages = fitPassages(found.results, PASSAGE_TOKENS);
  const isWeak = found.evidence < SURE_EVIDENCE || wantsHelp(turn.question);
  const isOwn = input.model.builtIn && !isRecap(turn.question) && !wantsPerson(turn.question);
  const contact = isOwn && isWeak ? await findContact(ctx, input.chatbot, found) : [];
  const { answerable, evidence } = found;
  return { history, earlier, passages, contact, answerable, evidence, usage };
}

/** What a recap was made of is long, and was not asked of the chatbot. */
function withoutRecaps(history: HistoryMessage[]): HistoryMessage[] {
  return history.map((message) => (isRecap(message.text) ? { ...message, text: "Recap" } : message));
}

const MAX_CONTACT_PASSAGES = 2;

/** Below this the built-in model often declines or is unsure, and says how to reach a person. */
const SURE_EVIDENCE = 0.6;

async function findContact(ctx: Context, chatbot: Chatbot, found: Found): Promise<FoundPassage[]> {
  const known = found.results.filter(namesContact);
  const { results } =
    known.length > 0 ? { results: known } : await retrievePassages(ctx, chatbot, CONTACT_QUESTION);
  return results.filter(namesContact).slice(0, MAX_CONTACT_PASSAGES);
}

/**
 * Searches again where the question alone says too little: for a way to reach a person if that is asked for,
 * and for a follow-up ("and how long does that take?") with the questions it refers to, meanwhile as a
 * language model rewrites it. In languages other than English, follow-ups are not all detected, so the
 * last question is added where the words alone found nothing.
 */
async function resolveFollowUp(
  ctx: Context,
  { chatbot, model, turn, stop }: TurnInput,
  { first, history }: { first: Found; history: HistoryMessage[] },
): Promise<Search> {
  const { question } = turn;
  if (wantsPerson(question) && !first.results.some(({ isCuratedAnswer }) => isCuratedAnswer)) {
    const found = await retrievePassages(ctx, chatbot, CONTACT_QUESTION);
    return { found, usage: ZERO_USAGE };
  }
  const asked = history.filter(({ role }) => role === "user").map(({ text }) => withoutAuthorTags(text));
  const { language } = chatbot.config;
  const isGuessed = !first.answerable && language !== "english";
  const earlier = earlierContext(question, asked, language) ?? (isGuessed ? asked.at(-1) : undefined);
  if (!earlier) return { found: first, usage: ZERO_USAGE };
  const [together, rewritten] = await Promise.all([
    retrievePassages(ctx, chatbot, question, earlier),
    model.builtIn || !refersBack(question, language)
      ? null
      : searchRewritten(ctx, { chatbot, model, turn, stop }, history),
  ]);
  const usage = rewritten?.usage ?? ZERO_USAGE;
  if (rewritten?.found && (rewritten.found.answerable || !together.answerable))
    return { found: rewritten.found, earlier, usage };
  return together.answerable || !first.answerable
    ? { found: together, earlier, usage }
    : { found: first, usage };
}

async function searchRewritten(
  ctx: Context,
  { chatbot, model, turn: { question }, stop }: TurnInput,
  history: HistoryMessage[],
): Promise<{ found: Found | null; usage: AnswerUsage }> {
  const { query, ...usage } = await rewriteQuery(model, { history, question, stop });
  const found = query === null ? null : await retrievePassages(ctx, chatbot, query);
  return { found, usage };
}
