/** Shorter sentences occur in an answer by chance. */
const MIN_LETTERS = 12;
const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** Letters and digits alone: an answer's marks, spaces and Markdown do not matter. */
export function lettersOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * Returns the sentences of a paragraph that an answer quotes word for word, as UTF-16 offsets.
 * @param answer its letters
 */
export function quotedSentences(paragraph: string, answer: string): { start: number; end: number }[] {
  return [...segmenter.segment(paragraph)].flatMap(({ segment, index }) => {
    const letters = lettersOf(segment);
    if (letters.length < MIN_LETTERS || !answer.includes(letters)) return [];
    const start = index + segment.length - segment.trimStart().length;
    return [{ start, end: index + segment.trimEnd().length }];
  });
}

/** Whether an answer shows a table row: each of its cells, in whatever order. @param answer its letters */
export function isQuotedRow(cells: readonly string[], answer: string): boolean {
  const letters = cells.map(lettersOf).filter(Boolean);
  return letters.join("").length >= MIN_LETTERS && letters.every((cell) => answer.includes(cell));
}
