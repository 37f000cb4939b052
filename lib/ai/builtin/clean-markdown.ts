const INLINE_CODE = /(`{1,3})([^`\n]{1,300})\1/g;
const PLACEHOLDER = /\uE000(\d+)\uE001/g;

/**
 * Inline Markdown as plain text: links and pictures keep their words only, tags, emphasis and forged citation marks
 * go, inline code stays as it is. Every pattern is bounded, so a hostile line costs linear time.
 */
export function cleanInline(markdown: string): string {
  const code: string[] = [];
  return cleanOutsideCode(
    markdown.replace(/[\uE000\uE001]/g, "").replace(INLINE_CODE, (span) => {
      code.push(span);
      return `\uE000${code.length - 1}\uE001`;
    }),
  ).replace(PLACEHOLDER, (_, index: string) => code[Number(index)] ?? "");
}

function cleanOutsideCode(text: string): string {
  return text
    .replace(/!\[([^[\]]{0,300})\]\([^()\s]{0,2000}(?:\s"[^"]{0,300}")?\)/g, "$1")
    .replace(/\[([^[\]]{0,300})\]\([^()\s]{0,2000}(?:\s"[^"]{0,300}")?\)/g, "$1")
    .replace(/\[\^?\d{1,4}\](?:\([^()\s]{0,2000}\))?/g, "")
    .replace(/!?\[([^[\]]{1,300})\](?:\[[^[\]]{0,300}\])?/g, "$1")
    .replace(/<(https?:\/\/[^\s<>]{1,2000}|[^\s<>@]{1,200}@[^\s<>]{1,200})>/g, "$1")
    .replace(/<!--|-->|<\/?[a-z][^<>]{0,500}>/gi, " ")
    .replace(/(\*{1,3}|~~)(?=\S)([^*~]{1,500})(?<=\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_]{1,500})(?<=\S)\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/^\s*(?:(?:#{1,6}|>|[-*+])\s+)+/, "")
    .replace(/\s+/g, " ")
    .trim();
}
