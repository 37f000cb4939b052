const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

export type Range = { start: number; end: number };

/**
 * Returns sentences as offsets into `text`, without surrounding whitespace. Line breaks do not end a
 * sentence.
 */
export function splitSentences(text: string): Range[] {
  const ranges: Range[] = [];
  for (const { index, segment } of segmenter.segment(text.replaceAll("\n", " "))) {
    const range = trimRange(text, index, index + segment.length);
    if (range) ranges.push(range);
  }
  return ranges;
}

export function splitLines(text: string): Range[] {
  const ranges: Range[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const range = trimRange(text, start, end);
    if (range) ranges.push(range);
    start = end + 1;
  }
  return ranges;
}

/** Undefined for whitespace only. */
function trimRange(text: string, from: number, to: number): Range | undefined {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = from + part.trimEnd().length;
  return start < end ? { start, end } : undefined;
}
