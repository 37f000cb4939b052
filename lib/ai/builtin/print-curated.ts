import type { Passage } from "../schema.ts";
import { appendMark } from "./append-mark.ts";

const CODE = /(`{3,}|~{3,})[\s\S]*?\1|`[^`\n]*`/g;
const MARK = /\[(?=[\d\s,^]{1,24}\])|【/g;

/** Returns a curated answer verbatim with its citation mark. Text in it that looks like a mark is escaped. */
export function printCurated({ text, number }: Pick<Passage, "text" | "number">): string {
  let printed = "";
  let at = 0;
  for (const match of text.matchAll(CODE)) {
    printed += text.slice(at, match.index).replace(MARK, escaped) + match[0];
    at = match.index + match[0].length;
  }
  printed += text.slice(at).replace(MARK, escaped);
  return endsInProse(text) ? appendMark(printed, number) : `${printed}\n\n[${number}]`;
}

const escaped = (mark: string) => (mark === "[" ? "&#91;" : "&#12304;");

/** A mark appended to a fence or a table row would become part of it. */
function endsInProse(text: string): boolean {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return !/^\s*(?:`{3,}|~{3,}|\||\$\$)|^ {4}/.test(last);
}
