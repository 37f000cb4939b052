import { isQuotedRow, lettersOf, quotedSentences } from "./quoted-sentences.ts";

/** Its look is in panel.css. */
const NAME = "quoted";
const BLOCKS = "tr, p, li, dt, dd, pre, h1, h2, h3, h4, h5, h6, div, section";

/**
 * Marks what an answer quotes of a passage, without changing the document's elements. Browsers without the
 * CSS custom highlight API show the passage alone.
 * @returns the first quote, null where nothing is quoted word for word
 */
export function markQuoted(passage: Element, answer: string): Range | null {
  const letters = lettersOf(answer);
  const ranges = [...textsByBlock(passage)].flatMap(([block, texts]) =>
    block.matches("tr") ? rowOf(block, letters) : rangesOf(texts, letters),
  );
  if (typeof Highlight !== "undefined") CSS.highlights.set(NAME, new Highlight(...ranges));
  return ranges[0] ?? null;
}

export function clearQuoted(): void {
  if (typeof Highlight !== "undefined") CSS.highlights.delete(NAME);
}

function textsByBlock(passage: Element): Map<Element, Text[]> {
  const blocks = new Map<Element, Text[]>();
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const block = node.parentElement?.closest(BLOCKS);
    if (block) blocks.set(block, [...(blocks.get(block) ?? []), node as Text]);
  }
  return blocks;
}

function rowOf(row: Element, answer: string): Range[] {
  if (
    !isQuotedRow(
      Array.from(row.children, ({ textContent }) => textContent ?? ""),
      answer,
    )
  )
    return [];
  const range = document.createRange();
  range.selectNodeContents(row);
  return [range];
}

function rangesOf(texts: Text[], answer: string): Range[] {
  return quotedSentences(texts.map(({ data }) => data).join(""), answer).map(({ start, end }) => {
    const range = document.createRange();
    range.setStart(...placeOf(texts, start));
    range.setEnd(...placeOf(texts, end));
    return range;
  });
}

function placeOf(texts: Text[], offset: number): [Text, number] {
  let left = offset;
  for (const text of texts) {
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  const last = texts.at(-1) as Text;
  return [last, last.length];
}
