/** How a question compares with one curated pair, by the way of asking it that is nearest. */
export type CuratedEvidence = {
  /** The pair's chunk, as it is named within one search. */
  key: string;
  /** Cosine similarity of its nearest window; null where no vectors were searched or it is not among the nearest. */
  similarity: number | null;
  /** Share of the question's word weight that stands in the pair's, and of the pair's that stands in the question. */
  ofQuestion: number;
  ofPair: number;
  /** Every way of asking it, a line each, the question first; and its answer. */
  asked: string;
  answer: string;
};

/**
 * Found on one half of the questions in bench/golden/pairs.json, with the bundled embedding model. Questions on the same
 * topic that a pair does not answer are as near to it by meaning (0.85) as other ways of asking it. What tells them apart
 * is a word on either side that the other lacks: one exchanged for another ("first" for "second") may be a synonym or may
 * be another question. So all words of one must stand in the other, and a good share the other way round.
 */
const ALL_WORDS = 0.95;
const SHARED = 0.4;
const SIMILAR = 0.6;
/** Without vectors nearly all words must agree in both directions. */
const SHARED_BY_WORDS_ALONE = 0.8;

/** The pair whose question is the one that was asked; null when none is, which a shared topic does not make it. */
export function matchCuratedAnswer(
  question: string,
  language: string,
  pairs: CuratedEvidence[],
): string | null {
  const asked = pairs.filter((pair) => isMatch(pair) && agreesInNames(question, language, pair));
  const strength = ({ similarity, ofQuestion, ofPair }: CuratedEvidence) =>
    (similarity ?? 0) + Math.min(ofQuestion, ofPair);
  return asked.sort((one, other) => strength(other) - strength(one))[0]?.key ?? null;
}

/** Puts what is named first, whatever its score; others keep their order. */
export function promoteCuratedAnswer<T extends { key: string; score: number }>(
  hits: T[],
  key: string | null,
): T[] {
  const promoted = hits.find((hit) => hit.key === key);
  return promoted ? [{ ...promoted, score: 1 }, ...hits.filter((hit) => hit !== promoted)] : hits;
}

function isMatch({ similarity, ofQuestion, ofPair }: CuratedEvidence): boolean {
  const [less, more] = [Math.min(ofQuestion, ofPair), Math.max(ofQuestion, ofPair)];
  if (similarity === null) return less >= SHARED_BY_WORDS_ALONE;
  return similarity >= SIMILAR && more >= ALL_WORDS && less >= SHARED;
}

/**
 * "Norway" is near "Switzerland" and "E13" near "E18", but they ask for something else: a name or number of either
 * question must stand in the other's.
 */
function agreesInNames(question: string, language: string, { asked, answer }: CuratedEvidence): boolean {
  const own = asked.split("\n", 1)[0] ?? "";
  return holdsNames(own, language, question) && holdsNames(question, language, `${asked}\n${answer}`);
}

const WORD = /[\p{L}\p{N}]+/gu;
const SENTENCE = /(?<=[.?!:])\s+|\n/;
/** Languages that write every noun with a capital: there one says nothing. */
const CAPITAL_NOUNS = new Set(["german"]);
/** "Swiss" for "Switzerland" is another word; "tyres" for "tyre" is not. */
const STEM_CHARS = 5;

function holdsNames(from: string, language: string, text: string): boolean {
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
