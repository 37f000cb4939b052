/** Cuts a text at a word where one is near, never within a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "");
  const at = cut.search(/\s\S*$/);
  return `${(at > most / 2 ? cut.slice(0, at) : cut).trimEnd()}…`;
}
