import { fillerWords, stopWords } from "#lib/ai/builtin/english.ts";

const MIN_LENGTH = 3;
const functionWords = new Set([...stopWords, ...fillerWords].filter((word) => word.length >= MIN_LENGTH));
const withoutInnerLetter = new Set([...functionWords].flatMap(shortened));

/** Whether an English word carries only grammar, such as "much" in "how much". */
export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}

/** Whether an English word expresses the form of a question ("how long does it take"), not its topic. */
export function isQuestionWord(word: string): boolean {
  return fillerWords.has(word);
}

/**
 * Whether an English word carries no meaning of its own, also with an inner letter missing ("wich"), or with
 * letters swapped ("teh") or doubled. Other mistakes make too many words alike: "cat" is not "can".
 */
export function isFunctionWord(word: string): boolean {
  if (stopWords.has(word)) return true;
  if (word.length < MIN_LENGTH) return false;
  const isShortened = word.length > MIN_LENGTH && withoutInnerLetter.has(word);
  const isMistyped = [...swapped(word), undoubled(word)].some(
    (other) => other !== word && functionWords.has(other),
  );
  return isShortened || isMistyped;
}

function shortened(word: string): string[] {
  return Array.from(word.slice(1, -1), (_, at) => word.slice(0, at + 1) + word.slice(at + 2));
}

function swapped(word: string): string[] {
  return Array.from(
    word.slice(1),
    (letter, at) => word.slice(0, at) + letter + word[at] + word.slice(at + 2),
  );
}

function undoubled(word: string): string {
  return word.replace(/(.)\1/u, "$1");
}
