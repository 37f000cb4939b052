const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?:`{3,}[^`]*|~{3,}.*)$/;
const HIDDEN = /<!--[\s\S]*?(?:-->|$)|<(script|style|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<\/?[A-Za-z][\w-]*(?:\s[^<>]*)?\/?>/g;
const LINK =
  /!?\[([^[\]]*)\]\(\s*(?:<[^<>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g;
const REFERENCE = /!?\[([^[\]]*)\]\[[^[\]]*\]/g;
const AUTOLINK = /<((?:https?|mailto):[^<>\s]*)>/g;
const OPENING_MARK = /(^|[\s\p{P}\p{S}])(?<!\\)(?:\*{1,3}|_{1,3}|~~)(?=[^\s*_~])/gu;
const CLOSING_MARK = /(?<=[^\s\\*_~])(?:\*{1,3}|_{1,3}|~~)(?=$|[\s\p{P}\p{S}])/gu;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/**
 * Converts Markdown to plain text for embedding and full-text search: one line per paragraph, row, item or
 * code line. Accepts any slice of a document, even half a table or code block.
 */
export function plainText(markdown: string): string {
  const lines = markdown.split("\n");
  const output: string[] = [];
  let prose: string[] = [];
  let isCode = opensInsideCode(lines);
  for (const line of lines) {
    if (FENCE.test(line)) {
      output.push(plainProse(prose));
      prose = [];
      isCode = !isCode;
    } else if (isCode) output.push(line.trim());
    else prose.push(line);
  }
  output.push(plainProse(prose));
  return output.filter((line) => line.trim() !== "").join("\n");
}

function opensInsideCode(lines: string[]): boolean {
  const fences = lines.reduce((count, line) => (FENCE.test(line) ? count + 1 : count), 0);
  const last = lines.findLast((line) => line.trim() !== "");
  return fences % 2 === 1 && last !== undefined && /^[\s>]*(?:`{3,}|~{3,})\s*$/.test(last);
}

function plainProse(lines: string[]): string {
  const blocks: string[] = [];
  let isOpen = false;
  for (const raw of lines.join("\n").replace(HIDDEN, " ").split("\n")) {
    const quoted = raw.replace(/^[\s>]+/, "");
    const isStructural = /^(?:[-*+]\s|\d{1,9}[.)]\s|#{1,6}(?:\s|$)|\|)/.test(quoted);
    const text = plainLine(quoted);
    if (isOpen && !isStructural && text !== "") blocks.push(`${blocks.pop()} ${text}`);
    else if (text !== "") blocks.push(text);
    isOpen = text !== "" && !/^(?:#{1,6}(?:\s|$)|\|)/.test(quoted);
  }
  return blocks.map(plainInline).join("\n");
}

function plainLine(line: string): string {
  if (/^[\s=*_|:+-]*$/.test(line) || /^\[(?!\^)[^\]]+\]:\s*\S+/.test(line)) return "";
  const unmarked = line
    .replace(/^(?:(?:[-*+]|\d{1,9}[.)])\s+)+(?:\[[ xX]\]\s+)?/, "")
    .replace(/^#{1,6}(?:\s+|$)/, "")
    .replace(/\s#+$/, "");
  if (unmarked.startsWith("|")) return unmarked.replace(/(?<!\\)\|/g, " ").trim();
  return unmarked.replace(/ \| /g, "  ").replace(/\\$/, "").trim();
}

function plainInline(text: string): string {
  return splitCodeSpans(text)
    .map((part) => (part.isCode ? part.text.trim().replaceAll("\\|", "|") : plainMarks(part.text)))
    .join("")
    .replace(/[ \t]+/g, " ")
    .trim();
}

function plainMarks(text: string): string {
  return text
    .replace(LINK, "$1")
    .replace(LINK, "$1")
    .replace(REFERENCE, "$1")
    .replace(AUTOLINK, "$1")
    .replace(TAG, " ")
    .replace(OPENING_MARK, "$1")
    .replace(CLOSING_MARK, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, decode);
}

function decode(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name) return ENTITIES[name.toLowerCase()] ?? entity;
  const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? "", 16);
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : entity;
}

function splitCodeSpans(text: string): { isCode: boolean; text: string }[] {
  const ticks = [...text.matchAll(/(?<!\\)`+/g)];
  const closing = nextOfSameLength(ticks.map((tick) => tick[0].length));
  const parts: { isCode: boolean; text: string }[] = [];
  let from = 0;
  for (let index = 0; index < ticks.length; index += 1) {
    const open = ticks[index];
    const close = ticks[closing[index] ?? -1];
    if (!open || !close) continue;
    parts.push({ isCode: false, text: text.slice(from, open.index) });
    parts.push({ isCode: true, text: text.slice(open.index + open[0].length, close.index) });
    from = close.index + close[0].length;
    index = closing[index] ?? index;
  }
  parts.push({ isCode: false, text: text.slice(from) });
  return parts;
}

function nextOfSameLength(lengths: number[]): (number | undefined)[] {
  const seen = new Map<number, number>();
  const next: (number | undefined)[] = new Array(lengths.length);
  for (let index = lengths.length - 1; index >= 0; index -= 1) {
    const length = lengths[index] ?? 0;
    next[index] = seen.get(length);
    seen.set(length, index);
  }
  return next;
}
