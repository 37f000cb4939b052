import { normalizeText } from "./normalize-text.ts";

const MAX_TITLE_LENGTH = 100;
const MAX_TITLE_WORDS = 14;

/** Returns plain text as it is. A short first line followed by a blank line is the title. */
export function parseText(text: string): { title?: string; content: string } {
  const content = normalizeText(text)
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
  return { title: titleOf(content), content };
}

function titleOf(content: string): string | undefined {
  const [first = "", second] = content.split("\n", 2).map((line) => line.trim());
  const isApart = second === "" || (second !== undefined && /^[=*~_-]{3,}$/.test(second));
  const isShort = first.length <= MAX_TITLE_LENGTH && first.split(/\s+/).length <= MAX_TITLE_WORDS;
  return isApart && isShort && /[\p{L}\p{N}]/u.test(first) ? first : undefined;
}
