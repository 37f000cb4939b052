import { normalizeText } from "../normalize-text.ts";
import { makeWordJoiner } from "./join-words.ts";

const MAX_TITLE_LENGTH = 100;
const MAX_TITLE_WORDS = 14;
/** Only lines that are filled with text are cut within a word. */
const MIN_CUT_LENGTH = 40;
const CUT_END = /\p{Ll}[-‐\u00ad]$/u;

/**
 * Returns plain text as it is, but for words cut at the end of a line. A short first line followed by a blank
 * line is the title.
 */
export function parseText(text: string): { title?: string; content: string } {
  const content = joinCutWords(normalizeText(text.replace(/\u00ad(?=[ \t]*\r?\n)/g, "‐")))
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
  return { title: titleOf(content), content };
}

/** The rest of a cut word moves up; the other words stay on their line. */
function joinCutWords(text: string): string {
  const lines = text.split("\n");
  if (!lines.some((line) => CUT_END.test(line.trimEnd()))) return text;
  const join = makeWordJoiner(text);
  for (let at = 0; at + 1 < lines.length; at += 1) {
    const line = (lines[at] as string).trimEnd();
    if (line.length < MIN_CUT_LENGTH || !CUT_END.test(line)) continue;
    const [, indent = "", rest = "", others = ""] =
      /^([ \t]*)(\S+)[ \t]*(.*)$/.exec(lines[at + 1] as string) ?? [];
    const joined = join(line, rest);
    if (joined === null) continue;
    lines[at] = joined;
    if (others === "") lines.splice(at + 1, 1);
    else lines[at + 1] = indent + others;
  }
  return lines.join("\n");
}

function titleOf(content: string): string | undefined {
  const [first = "", second] = content.split("\n", 2).map((line) => line.trim());
  const isApart = second === "" || (second !== undefined && /^[=*~_-]{3,}$/.test(second));
  const isShort = first.length <= MAX_TITLE_LENGTH && first.split(/\s+/).length <= MAX_TITLE_WORDS;
  return isApart && isShort && /[\p{L}\p{N}]/u.test(first) ? first : undefined;
}
