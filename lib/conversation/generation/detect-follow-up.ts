import { isForeignFollowUp } from "./foreign-follow-up.ts";

/**
 * Words that refer to an earlier question. "it" also starts questions that are complete ("is it possible to
 * …"); EXPLETIVE removes those.
 */
const REFERS_BACK =
  /\b(?:it|its|they|them|their|theirs|this|that|these|those|there|then|same|former|latter|either|neither|both|else|otherwise|instead|another|the other|(?:that|this|the|which|another|other|smaller|bigger|larger|small|big|large|second|first|last|new|old|cheaper)\s+ones?)\b/;
const EXPLETIVE =
  /\b(?:(?:is|was|will|would|does|can|must) it (?:be )?(?:possible|allowed|okay|ok|legal|safe|necessary|true|worth|cost to|take to|matter|normal)\b(?=.*\b(?:to|that|if|when)\b)|is there|are there|was there|were there|there (?:is|are)|that (?:is|are|was|were|i|you|we|can|has|have|will|do)\b|know that|so that)/g;
const CONTINUES = /^(?:and|but|or|so|also|then|what about|how about|what if|same for|how so|how come)\b/;
/** "What is derating", "what does E18 mean": short but complete. */
const DEFINES =
  /^(?:what|who)(?: is| are| does|'s) (?!the\b|its?\b)(?:an? )?[\p{L}\p{N}_-]+(?: mean| stand for| for)?\s?\?*$/u;
/** "I have the City" answers or completes what was said before. */
const STATES =
  /^(?:i(?:'m| am|'ve| have| own| use| got| bought| mean| meant| want)|mine|ours|it's|we (?:have|own|use)|my \p{L}+ is|the \p{L}+ one)\b/u;
const WONDERS = /\?|\b(?:what|which|how|when|where|why|who)\b/;
const ASKS =
  /\b(?:what|which|who|whom|whose|where|when|how|why|can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have|tell|show|explain|list|describe)\b/;
const FILLERS = new Set(
  "a an the there i me my we us our you your he she his her who whom whose which what when where why how is am are was were be been do does did can could may might must shall should will would has have had get gets got take takes need needs cost costs much many long often soon far big old of for to in on at by from with without and or but not no so too just only also please until after before about over under per as if than more most less least very really exactly mean work works happen happens make makes use used go goes come kind type sort days day months month years year hours hour minutes time times".split(
    " ",
  ),
);
/** A question with fewer content words than this is not complete. */
const MIN_CONTENT_WORDS = 2;
const MAX_CHARS = 160;
const MAX_STATEMENT_WORDS = 10;

/**
 * Whether a question can only be understood together with the one before: it refers back, or has almost no
 * content words.
 * @param language of the chatbot, whose people may still ask in English
 */
export function isFollowUp(question: string, language = "english"): boolean {
  if (refersBack(question, language)) return true;
  const text = normalize(question);
  if (isUnlikely(text)) return false;
  const { words, content } = countWords(text);
  if (CONTINUES.test(text)) return false;
  return content < MIN_CONTENT_WORDS || (!ASKS.test(text) && words <= 3 && content < 3);
}

/**
 * Whether a question points to what was said before: by a pronoun or a continuation, by completing it ("I
 * have the City"), or by asking for hardly anything. A few key words do not.
 */
export function refersBack(question: string, language = "english"): boolean {
  const text = normalize(question);
  if (text === "" || text.length > MAX_CHARS) return false;
  if (REFERS_BACK.test(text.replace(EXPLETIVE, " ")) || isForeignFollowUp(text, language)) return true;
  if (isUnlikely(text)) return false;
  const { words, content } = countWords(text);
  if (STATES.test(text) && words <= MAX_STATEMENT_WORDS && !WONDERS.test(text)) return true;
  if (CONTINUES.test(text)) return content <= 2 * MIN_CONTENT_WORDS || !ASKS.test(text);
  return content === 0 || (content < MIN_CONTENT_WORDS && text.endsWith("?"));
}

function normalize(question: string): string {
  return question.normalize("NFKC").toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();
}

const isUnlikely = (text: string) => text === "" || text.length > MAX_CHARS || DEFINES.test(text);

function countWords(text: string): { words: number; content: number } {
  const words = text.match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? [];
  return { words: words.length, content: words.filter((word) => !FILLERS.has(word)).length };
}

/** Returns the questions that a follow-up refers to: the last one, and those that it refers to in turn. */
export function earlierContext(
  question: string,
  earlier: string[],
  language = "english",
): string | undefined {
  if (!isFollowUp(question, language)) return undefined;
  const context: string[] = [];
  for (const before of earlier.slice(-MAX_EARLIER).reverse()) {
    context.unshift(before);
    if (!isFollowUp(before, language)) break;
  }
  return context.length > 0 ? context.join("\n").slice(-CONTEXT_CHARS) : undefined;
}

const MAX_EARLIER = 3;
const CONTEXT_CHARS = 600;
