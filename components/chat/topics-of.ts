import type { Citation } from "#lib/conversation/schema.ts";

/**
 * The citations that a decline names as its closest topics: those marked in its first paragraph. Marks
 * further down stand after quotes, which are shown already.
 */
export function topicsOf({ text, citations }: { text: string; citations: Citation[] }): Citation[] {
  const [first = ""] = text.split(/\n\s*\n/);
  return citations.filter(({ number }) => first.includes(`[${number}]`));
}
