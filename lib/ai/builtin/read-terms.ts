import { type AnswerShape, answerShapes } from "./answer-shapes.ts";
import { lightWords, stopWords } from "./english.ts";
import { keyOf, readWords, type Word } from "./words.ts";

/** A word of the question that an answer should account for. */
export type Term = {
  surface: string;
  /** Forms that all mean the term; the first is its own. */
  keys: string[];
  /** How much its loss hurts before rarity is known: fillers little, codes and names more. */
  importance: number;
  /** A code, version or year: without it there is no answer, however much else agrees. */
  isIdentifier: boolean;
  /** What the asker wants to do: the "mount" of "can I mount". */
  isAction: boolean;
  quantity?: number;
  /** A measure that can stand in for the term: "12 kg" for "weigh". */
  shape?: AnswerShape;
  /** The "heavy" of "how heavy": answers rather use the noun or the measure. */
  isAdjective?: boolean;
};

const LIGHT = 0.3;
const QUANTITY = 0.4;
const IDENTIFIER = 1.3;
const ACTOR = String.raw`\b(?:(?:can|could|do|does|did|may|must|should|will|would) (?:i|you|we|one|they|it)|how to) `;
const MOST_TERMS = 40;
const CALENDAR =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^(?:january|february|april|june|july|august|september|october|november|december)$/;
const UNIT =
  /^(?:[kcm]?m|[mk]?g|[mk]?l|kilos?|lbs?|miles?|meters?|metres?|inch(?:es)?|bar|psi|volts?|watts?|euros?|dollars?|percent|hours?|minutes?|seconds?|[kmgt]b)$/;

/** The words of a folded question that an answer should account for, in their order. */
export function readTerms(text: string, shapes: AnswerShape[]): Term[] {
  const measuring = new Set(
    shapes.flatMap(({ asks }) => asks.exec(text)?.[0].match(/how (\w+)$/)?.[1] ?? []),
  );
  const words = readWords(text);
  const terms: Term[] = [];
  for (const [index, word] of words.entries()) {
    if (stopWords.has(word.surface) || isLetter(word, words[index + 1])) continue;
    if (measuring.has(word.surface) && lightWords.has(word.surface)) continue;
    const [own] = word.keys;
    if (!own || terms.length >= MOST_TERMS || terms.some(({ keys }) => keys[0] === own)) continue;
    terms.push(toTerm(text, word, words, index, shapes));
  }
  return terms;
}

function toTerm(text: string, word: Word, words: Word[], index: number, shapes: AnswerShape[]): Term {
  const standsFor = ({ stands }: AnswerShape) => stands.some((stand) => keyOf(stand) === word.keys[0]);
  const shape = shapes.find(standsFor);
  const family = shape ?? answerShapes.find(standsFor);
  const calendar = CALENDAR.test(word.surface) ? [keyOf(word.surface.slice(0, 3))] : [];
  const joined = [words[index - 1], words[index + 1]].flatMap((neighbour, side) =>
    neighbour
      ? [keyOf(side === 0 ? neighbour.surface + word.surface : word.surface + neighbour.surface)]
      : [],
  );
  const isMeasure = UNIT.test(word.surface) && /^\d/.test(words[index - 1]?.surface ?? "");
  const isAdjective = shape !== undefined && new RegExp(`how ${word.surface}\\b`).test(text);
  const keys = [
    ...new Set([
      ...word.keys.filter(isTelling),
      ...(family?.stands.map(keyOf) ?? []),
      ...calendar,
      ...joined,
    ]),
  ];
  const isIdentifier = isCode(word.surface);
  const number = Number.parseFloat(word.surface.replace(/,(?=\d{3})/g, ""));
  const isQuantity = /^\d/.test(word.surface) && !isIdentifier && Number.isFinite(number);
  const importanceOf = (): number => {
    if (isQuantity || isMeasure) return QUANTITY;
    if (isIdentifier) return IDENTIFIER;
    if (lightWords.has(word.surface) && !shape) return LIGHT;
    return 1;
  };
  const isAction = new RegExp(`${ACTOR}${word.surface}\\b`).test(text);
  return {
    surface: word.surface,
    keys,
    importance: importanceOf(),
    isIdentifier,
    isAction,
    ...(isQuantity ? { quantity: number } : {}),
    ...(shape ? { shape } : {}),
    ...(isAdjective ? { isAdjective } : {}),
  };
}

function isTelling(key: string, index: number): boolean {
  return index === 0 || (key.length > 2 && !stopWords.has(key));
}

function isLetter(word: Word, next: Word | undefined): boolean {
  return /^\p{Script=Latin}$/u.test(word.surface) && !/^\d/.test(next?.surface ?? "");
}

/** "E18", "v2.1", "pg_dump", "2026", "23505": letters with digits, joined names, years, long numbers; but not "30d". */
function isCode(surface: string): boolean {
  if (/^(?:(?:19|20)\d\d|\d{5,})$/.test(surface)) return true;
  if (/_/.test(surface)) return true;
  return /\p{L}.*\d/u.test(surface) || /^\d+\p{L}{1,2}\d/u.test(surface);
}
