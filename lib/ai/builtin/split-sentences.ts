const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|approx|ca|cf|vs|no|nr|fig|sec|dr|mr|mrs|ms|prof|st|inc|ltd|co|jr|sr|u\.s|a\.m|p\.m|[A-Z])\.\s*$/i;
const ENDS_BEFORE_CAPITAL = /(?:^|[\s(])(?:etc|inc|ltd|co|no|a\.m|p\.m)\.\s*$/i;
export const MAX_SENTENCE_LENGTH = 480;

/** Splits a paragraph into sentences, verbatim. Overlong sentences are split between words. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const { segment } of segmenter.segment(paragraph)) {
    const isFalseEnd = open !== "" && ABBREVIATION.test(open.slice(-12)) && !isRealEnd(open, segment);
    if (open !== "" && !isFalseEnd) {
      sentences.push(open);
      open = "";
    }
    open += segment;
  }
  if (open !== "") sentences.push(open);
  return sentences
    .map((sentence) => sentence.trim())
    .filter(Boolean)
    .flatMap(splitLong);
}

function isRealEnd(before: string, after: string): boolean {
  return ENDS_BEFORE_CAPITAL.test(before.slice(-12)) && /^\p{Lu}/u.test(after);
}

function splitLong(sentence: string): string[] {
  if (sentence.length <= MAX_SENTENCE_LENGTH) return [sentence];
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_SENTENCE_LENGTH) {
    const window = rest.slice(0, MAX_SENTENCE_LENGTH);
    const at = Math.max(window.lastIndexOf("; ") + 1, window.lastIndexOf(" "));
    if (at <= 0) return pieces;
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest].filter(Boolean);
}
