/** A person's text as Markdown that shows it as they typed it, and runs nothing in any viewer. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`[\]<]/g, "\\$&")
    .replace(/&(?=#?\w+;)/g, "&amp;")
    .replace(/^(\s*)([#>+=|~-])/gm, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/gm, "$1\\$2")
    .replace(/\n/g, "  \n");
}

/** An answer, which is Markdown, without raw HTML. Code stays as it is. */
export function withoutHtml(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((part, at) => (at % 2 === 0 ? part.replace(/<(?=[a-z/!?])/gi, "\\<") : part))
    .join("");
}
