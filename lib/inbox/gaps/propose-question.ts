const PHRASING_CHARS = 300;

/** Who wrote, and how to reach them. In the order of the rules: the longest first. */
const PERSONAL: RegExp[] = [
  /\b(?:my name is|i am called|i'm called)\s+\p{Lu}[\p{L}'-]*(?:\s+\p{Lu}[\p{L}'-]*)*[,.!]?/giu,
  /[\w.+-]+@[\w-]+\.[\w.]+/gu,
  /\+?\d[\d ()/-]{6,}\d/gu,
  /#?\b\d{5,}\b/gu,
];
const GREETING = /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|dear \w+)[\s,.!]+(?=\S)/iu;

/** A question without greeting, names, addresses and long numbers: a start for the member's own wording. */
export function proposeQuestion(text: string): string {
  const bare = PERSONAL.reduce((rest, pattern) => rest.replace(pattern, " "), text);
  const line = bare
    .replace(/\s+/g, " ")
    .replace(/\s+([?!.,])/g, "$1")
    .trim()
    .replace(GREETING, "")
    .slice(0, PHRASING_CHARS)
    .trim();
  return line.charAt(0).toUpperCase() + line.slice(1);
}
