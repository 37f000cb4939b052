const INLINE_CODE = /(`{1,3})([^`\n]{1,300})\1/g;
const HELD = /\uE000(\d+)\uE001/g;
const MAX_NESTING = 4;

/**
 * Converts inline Markdown to plain text. Links and images keep only their text; tags, emphasis and forged
 * citation marks are removed; inline code, escapes, `<placeholder>` and `[option]` stay. Every pattern is
 * bounded, so hostile input takes linear time.
 */
export function cleanInline(markdown: string): string {
  const held: string[] = [];
  const hold = (span: string) => {
    held.push(span);
    return `\uE000${held.length - 1}\uE001`;
  };
  const text = unlink(markdown.replace(/[\uE000\uE001]/g, "").replace(INLINE_CODE, hold))
    .replace(AUTOLINK, "$1")
    .replace(/<!--|-->/g, " ")
    .replace(TAG, " ")
    .replace(/(?<!\\)<(?=[a-z/!?])/gi, () => hold("\\<"));
  return cleanEmphasis(text).replace(HELD, (_, index: string) => held[Number(index)] ?? "");
}

function cleanEmphasis(text: string): string {
  return text
    .replace(/(?<!\\)(\*{1,3}|~~)(?=\S)([^*~]{1,500})(?<=[^\s\\])\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}_\\])(_{1,3})(?=\S)([^_]{1,500})(?<=[^\s\\])\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/^\s*(?:(?:#{1,6}|>|[-*+])\s+)+/, "")
    .replace(/\s+/g, " ")
    .replace(/ \( ?\)/g, "")
    .replace(/ (?=[.,](?: |$))/g, "")
    .trim();
}

const AUTOLINK = /<(https?:\/\/[^\s<>]{1,2000}|[^\s<>@]{1,200}@[^\s<>]{1,200})>/g;
const HTML_NAMES =
  "a|abbr|article|aside|audio|b|base|blockquote|body|br|button|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|math|meta|nav|noscript|object|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video|wbr";
/** Elements of HTML, and anything else with attributes. A placeholder such as `<order number>` is neither. */
const TAG = new RegExp(
  String.raw`(?<!\\)<\/?(?:(?:${HTML_NAMES})(?:[\s/][^<>]{0,500})?|[a-z][^<>]{0,100}[="'][^<>]{0,400})>`,
  "gi",
);

const TARGET = String.raw`\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s"[^"]{0,300}")?\)`;
const FORGED_MARK = new RegExp(String.raw`\[\^?[\d,\s^]{1,24}\](?:${TARGET})?|【[^】\n]{0,40}】`, "g");
const LINK = new RegExp(String.raw`!?\[([^[\]]{0,300})\]${TARGET}`, "g");
const REFERENCE = /!?(?<!\\)\[([^[\]\\]{1,300})\]\[[^[\]]{0,300}\]/g;
const IMAGE = /!\[([^[\]\\]{0,300})\]/g;
const NESTED = /\[(\[[^[\]]{0,300}\])\]/g;

/** Removing an inner link can create a new one, so this repeats up to a limit and then removes the rest. */
function unlink(markdown: string): string {
  let text = markdown;
  for (let round = 0; round < MAX_NESTING && text.includes("["); round += 1) {
    const before = text;
    text = text
      .replace(FORGED_MARK, "")
      .replace(LINK, "$1")
      .replace(REFERENCE, "$1")
      .replace(IMAGE, "$1")
      .replace(NESTED, "$1");
    if (text === before) break;
  }
  return text
    .replace(/!(?=\[)/g, "")
    .replace(/\](?=[([:])/g, "] ")
    .replace(/\[(?=[\d\s,^]{1,24}\])|【/g, "");
}
