/** A mention being typed: its text after the "@" and where the "@" is. */
export type TypedMention = { at: number; query: string };

const maxLength = 40;

/** Finds the mention that ends at the caret; null if the caret is in none. */
export function findMention(text: string, caret: number): TypedMention | null {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf("@");
  if (at < 0 || (at > 0 && !/[\s([{"'“‘]/.test(before[at - 1] ?? ""))) return null;
  const query = before.slice(at + 1);
  if (query.length > maxLength || /\n| {2}|^ /.test(query)) return null;
  return { at, query };
}

/** Returns the names that the typed text begins, or that have a word it begins; at most six. */
export function matchNames(names: readonly string[], query: string): string[] {
  const wanted = query.toLocaleLowerCase();
  const starts = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  const first = names.filter(starts);
  const others = names.filter((name) => !starts(name) && name.split(/\s+/).some(starts));
  return [...first, ...others].slice(0, 6);
}

/** Completes the mention and returns the new text with the caret behind it. */
export function completeMention(
  text: string,
  { at, query }: TypedMention,
  name: string,
): { text: string; caret: number } {
  const rest = text.slice(at + 1 + query.length);
  const inserted = `@${name}${/^\s/.test(rest) ? "" : " "}`;
  const start = text.slice(0, at) + inserted;
  return { text: start + rest, caret: start.length };
}
