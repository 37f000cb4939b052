import { type AnswerShape, answerShapes } from "./answer-shapes.ts";
import { fillerWords, stopWords, synonymsOf } from "./english.ts";
import { phraseWordsOf, relatedWordsOf } from "./related-words.ts";
import { keyOf, readWords, type Word } from "./words.ts";

/** A word of the question that an answer should cover. */
export type Term = {
  surface: string;
  /** Equivalent forms; the first is the term's own. */
  keys: string[];
  /** Keys of related words. */
  nearKeys: string[];
  /** Weight before rarity is known: low for fillers, high for codes and names. */
  importance: number;
  /** A code, version or year: an answer must contain it. */
  isIdentifier: boolean;
  /** Written with a capital within the question: a product or a place. */
  isName: boolean;
  /** The asker's action: "mount" in "can I mount". */
  isAction: boolean;
  /** It follows an article, so it is a thing that "it" may stand for. */
  isThing?: boolean;
  quantity?: number;
  /** A measure that can replace the term: "12 kg" for "weigh". */
  shape?: AnswerShape;
  /** "heavy" in "how heavy": answers usually contain the noun or the measure instead. */
  isAdjective?: boolean;
};

const FILLER_IMPORTANCE = 0.3;
const QUANTITY_IMPORTANCE = 0.4;
const IDENTIFIER_IMPORTANCE = 1.3;
const ACTOR = String.raw`\b(?:(?:can|could|do|does|did|may|must|should|will|would) (?:i|you|we|one|they|it|(?:my|the|a|an|our|your) \w+)|how to) `;
const MAX_TERMS = 40;
const CALENDAR =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^(?:january|february|april|june|july|august|september|october|november|december)$/;
const UNIT =
  /^(?:[kcm]?m|[mk]?g|[mk]?l|kilos?|lbs?|miles?|meters?|metres?|inch(?:es)?|bar|psi|volts?|watts?|euros?|dollars?|percent|hours?|minutes?|seconds?|[kmgt]b)$/;

const synonymKeys = new Map([...synonymsOf].map(([word, others]) => [keyOf(word), others.map(keyOf)]));

/** Returns the words of a folded question that an answer should cover, in order. */
export function readTerms(text: string, shapes: AnswerShape[], names: ReadonlySet<string>): Term[] {
  const measuring = new Set(
    shapes.flatMap(({ asks }) => asks.exec(text)?.[0].match(/how (\w+)$/)?.[1] ?? []),
  );
  const words = readWords(text);
  const terms: Term[] = [];
  for (const [index, word] of words.entries()) {
    if (stopWords.has(word.surface) || isLetter(word, words[index + 1])) continue;
    if (measuring.has(word.surface) && fillerWords.has(word.surface)) continue;
    const [own] = word.keys;
    if (!own || terms.length >= MAX_TERMS || terms.some(({ keys }) => keys[0] === own)) continue;
    const term = toTerm(text, word, words, index, shapes);
    const isName = names.has(word.surface);
    if (isSymbol(text, word.surface)) terms.push({ ...term, isName, keys: [own], nearKeys: [] });
    else terms.push({ ...term, isName, nearKeys: isName ? [] : term.nearKeys });
  }
  return terms;
}

function toTerm(
  text: string,
  word: Word,
  words: Word[],
  index: number,
  shapes: AnswerShape[],
): Omit<Term, "isName"> {
  const impliesWord = ({ impliedWords }: AnswerShape) =>
    impliedWords.some((impliedWord) => keyOf(impliedWord) === word.keys[0]);
  const shape = shapes.find(impliesWord);
  const family = shape ?? answerShapes.find(impliesWord);
  const calendar = CALENDAR.test(word.surface) ? [keyOf(word.surface.slice(0, 3))] : [];
  const joined = [words[index - 1], words[index + 1]].flatMap((neighbor, side) =>
    neighbor ? [keyOf(side === 0 ? neighbor.surface + word.surface : word.surface + neighbor.surface)] : [],
  );
  const isMeasure = UNIT.test(word.surface) && /^\d/.test(words[index - 1]?.surface ?? "");
  const isAdjective = shape !== undefined && new RegExp(`how ${word.surface}\\b`).test(text);
  const keys = [
    ...new Set([
      ...word.keys.filter(isDistinctive),
      ...(family?.impliedWords.map(keyOf) ?? []),
      ...(synonymKeys.get(word.keys[0] ?? "") ?? []),
      ...calendar,
      ...joined,
    ]),
  ];
  const isIdentifier = isCode(word.surface) || isOption(text, word.surface);
  const number = Number.parseFloat(word.surface.replace(/,(?=\d{3})/g, ""));
  const isQuantity = /^\d/.test(word.surface) && !isIdentifier && Number.isFinite(number);
  const importanceOf = (): number => {
    if (isQuantity || isMeasure) return QUANTITY_IMPORTANCE;
    if (isIdentifier) return IDENTIFIER_IMPORTANCE;
    const isFiller = fillerWords.has(word.surface) && !shape;
    if (isFiller && phraseWordsOf(word.surface, text).length === 0) return FILLER_IMPORTANCE;
    return 1;
  };
  const isAction = new RegExp(`${ACTOR}${word.surface}\\b`).test(text);
  const isThing = new RegExp(String.raw`\b(?:the|an?|my|your|our) (?:\w+ )?${word.surface}\b`).test(text);
  return {
    surface: word.surface,
    keys,
    nearKeys: relatedWordsOf(word.surface, text).map(keyOf),
    importance: importanceOf(),
    isIdentifier,
    isAction,
    ...(isThing ? { isThing } : {}),
    ...(isQuantity ? { quantity: number } : {}),
    ...(shape ? { shape } : {}),
    ...(isAdjective ? { isAdjective } : {}),
  };
}

/** "@reboot" and "#tag" stand for themselves. */
function isSymbol(text: string, surface: string): boolean {
  return /[@#$]/.test(text.charAt(text.indexOf(surface) - 1));
}

function isDistinctive(key: string, index: number): boolean {
  return index === 0 || (key.length > 2 && !stopWords.has(key));
}

function isLetter(word: Word, next: Word | undefined): boolean {
  return /^\p{Script=Latin}$/u.test(word.surface) && !/^\d/.test(next?.surface ?? "");
}

/** Recognizes "preserve-root" in "rm --preserve-root". */
function isOption(text: string, surface: string): boolean {
  return text.includes(` --${surface}`);
}

/** Recognizes "E18", "v2.1", "pg_dump", "2026" and "23505", but not "30d". */
function isCode(surface: string): boolean {
  if (/^(?:(?:19|20)\d\d|\d{5,})$/.test(surface)) return true;
  if (/_/.test(surface)) return true;
  return /\p{L}.*\d/u.test(surface) || /^\d+\p{L}{1,2}\d/u.test(surface);
}
