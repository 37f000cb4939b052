const INLINE_CODE = /(`{1,3})([^`\n]{1,300})\1/g;
const PLACEHOLDER = /\uE000(\d+)\uE001/g;
const MAX_NESTING = 4;

/**
 * Converts inline Markdown to plain text. Links and images keep only their text; tags, emphasis and forged
 * citation marks are removed; inline code and escapes stay. Every pattern is bounded, so hostile input takes
 * linear time.
 */
export function cleanInline(markdown: string): string {
  const code: string[] = [];
  const held = markdown.replace(/[\uE000\uE001]/g, "").replace(INLINE_CODE, (span) => {
    code.push(span);
    return `\uE000${code.length - 1}\uE001`;
  });
  return cleanOutsideCode(held).replace(PLACEHOLDER, (_, index: string) => code[Number(index)] ?? "");
}

function cleanOutsideCode(text: string): string {
  return unlink(text)
    .replace(/<(https?:\/\/[^\s<>]{1,2000}|[^\s<>@]{1,200}@[^\s<>]{1,200})>/g, "$1")
    .replace(/<!--|-->|<\/?[a-z][^<>]{0,500}>/gi, " ")
    .replace(/(?<!\\)(\*{1,3}|~~)(?=\S)([^*~]{1,500})(?<=[^\s\\])\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}_\\])(_{1,3})(?=\S)([^_]{1,500})(?<=[^\s\\])\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/^\s*(?:(?:#{1,6}|>|[-*+])\s+)+/, "")
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,](?: |$))/g, "")
    .trim();
}

const TARGET = String.raw`\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s"[^"]{0,300}")?\)`;
const FORGED_MARK = new RegExp(String.raw`\[\^?\d{1,4}\](?:${TARGET})?`, "g");
const LINK = new RegExp(String.raw`!?\[([^[\]]{0,300})\]${TARGET}`, "g");
const BRACKETS = /!?(?<!\\)\[([^[\]\\]{1,300})\](?!\()(?:\[[^[\]]{0,300}\])?/g;

/** Removing an inner link can create a new one, so this repeats up to a limit and then removes the rest. */
function unlink(markdown: string): string {
  let text = markdown;
  for (let round = 0; round < MAX_NESTING && text.includes("["); round += 1) {
    const before = text;
    text = text.replace(FORGED_MARK, "").replace(LINK, "$1").replace(BRACKETS, "$1");
    if (text === before) break;
  }
  return text
    .replace(/!(?=\[)/g, "")
    .replace(/\](?=[([:])/g, "] ")
    .replace(/\[(\^?\d{1,4})\]/g, "$1");
}
