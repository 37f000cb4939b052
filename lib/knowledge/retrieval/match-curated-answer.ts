/** How a question compares with a curated answer, by its closest phrasing. */
export type CuratedEvidence = {
  /** The curated answer's chunk, as named within one search. */
  key: string;
  /** Cosine similarity of its nearest window; null without vector search or when not among the nearest. */
  similarity: number | null;
  /** Share of the question's word weight found in the curated question; `curatedShare` is the reverse. */
  questionShare: number;
  curatedShare: number;
  /** All phrasings, one per line, the question first. */
  questions: string;
  answer: string;
};

/**
 * Tuned on half of bench/golden/pairs.json with the bundled embedding model. Different questions on one topic
 * are as similar (0.85) as phrasings of one question; what separates them is a word that only one side has. A
 * replaced word ("first" for "second") may be a synonym or change the question. So one side must contain all
 * words of the other, and the reverse share must be substantial.
 */
const MIN_LARGER_SHARE = 0.95;
const MIN_SMALLER_SHARE = 0.4;
const MIN_SIMILARITY = 0.6;
/** Without vectors nearly all words must match in both directions. */
const MIN_SHARE_WITHOUT_VECTORS = 0.8;

/** Returns the key of the curated answer to this very question, or null. A shared topic is not enough. */
export function matchCuratedAnswer(
  question: string,
  language: string,
  candidates: CuratedEvidence[],
): string | null {
  const matching = candidates.filter(
    (candidate) => isMatch(candidate) && hasSameNames(question, language, candidate),
  );
  const strength = ({ similarity, questionShare, curatedShare }: CuratedEvidence) =>
    (similarity ?? 0) + Math.min(questionShare, curatedShare);
  return matching.sort((one, other) => strength(other) - strength(one))[0]?.key ?? null;
}

/** Moves the hit with this key to the front, whatever its score. Others keep their order. */
export function promoteCuratedAnswer<T extends { key: string; score: number }>(
  hits: T[],
  key: string | null,
): T[] {
  const promoted = hits.find((hit) => hit.key === key);
  return promoted ? [{ ...promoted, score: 1 }, ...hits.filter((hit) => hit !== promoted)] : hits;
}

function isMatch({ similarity, questionShare, curatedShare }: CuratedEvidence): boolean {
  const [smaller, larger] = [Math.min(questionShare, curatedShare), Math.max(questionShare, curatedShare)];
  if (similarity === null) return smaller >= MIN_SHARE_WITHOUT_VECTORS;
  return similarity >= MIN_SIMILARITY && larger >= MIN_LARGER_SHARE && smaller >= MIN_SMALLER_SHARE;
}

/**
 * "Norway" is similar to "Switzerland" and "E13" to "E18", but they are different questions. So names and
 * numbers of each question must occur in the other.
 */
function hasSameNames(question: string, language: string, { questions, answer }: CuratedEvidence): boolean {
  const curatedQuestion = questions.split("\n", 1)[0] ?? "";
  return (
    containsNames(curatedQuestion, language, question) &&
    containsNames(question, language, `${questions}\n${answer}`)
  );
}

const WORD = /[\p{L}\p{N}]+/gu;
const SENTENCE = /(?<=[.?!:])\s+|\n/;
/** Languages that capitalize every noun, so a capital does not mark a name. */
const CAPITAL_NOUNS = new Set(["german"]);
/** Long enough to separate "Swiss" from "Switzerland", short enough to match "tyres" with "tyre". */
const STEM_CHARS = 5;

/** Whether two questions name the same things: "Norway" or "E13" in one must be in the other. */
export function nameTheSame(one: string, other: string, language: string): boolean {
  return containsNames(one, language, other) && containsNames(other, language, one);
}

function containsNames(from: string, language: string, text: string): boolean {
  const words = new Set([...text.matchAll(WORD)].map(([word]) => stem(word)));
  return namesOf(from, language).every((name) => words.has(stem(name)));
}

function namesOf(text: string, language: string): string[] {
  return text.split(SENTENCE).flatMap((sentence) =>
    [...sentence.matchAll(WORD)]
      .map(([word]) => word)
      .filter((word, index) => {
        if (/\p{N}/u.test(word)) return true;
        return index > 0 && word.length > 1 && /^\p{Lu}/u.test(word) && !CAPITAL_NOUNS.has(language);
      }),
  );
}

const stem = (word: string) => {
  const folded = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return /\p{N}/u.test(folded) ? folded : folded.slice(0, STEM_CHARS);
};
