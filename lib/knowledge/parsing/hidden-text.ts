/**
 * Kinds of text a reader does not see. It is not searched or quoted, but reported to the person who added the
 * document. `part`: a hidden slide, sheet, row or column; `deleted`: a tracked deletion.
 */
export const hiddenKinds = [
  "invisible",
  "tiny",
  "colour",
  "off-page",
  "zero-width",
  "tag-characters",
  "comment",
  "metadata",
  "attribute",
  "part",
  "deleted",
] as const;
export type HiddenKind = (typeof hiddenKinds)[number];

/**
 * `excerpt`: the start, on one line, at most `MAX_EXCERPT_LENGTH` UTF-16 units. `characters`: total length in
 * `pieces` places. `page`: the first page or slide, counted from 1.
 */
export type HiddenText = {
  kind: HiddenKind;
  excerpt: string;
  characters: number;
  pieces: number;
  page?: number;
};

export const MAX_EXCERPT_LENGTH = 200;
/** The longest are listed, the rest is summed up. */
const MAX_LISTED_PER_KIND = 4;

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Variation_Selector}]/gu;

/** @returns nothing for text without a letter or digit */
export function hiddenText(kind: HiddenKind, text: string, page?: number): HiddenText[] {
  const line = text
    .replace(INVISIBLE, (sign) => (/\s/.test(sign) ? " " : ""))
    .replace(/\s+/g, " ")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(line)) return [];
  const excerpt = line.slice(0, MAX_EXCERPT_LENGTH).toWellFormed();
  return [{ kind, excerpt, characters: line.length, pieces: 1, ...(page ? { page } : {}) }];
}

/** Returns at most five entries per kind. */
export function limitHidden(all: HiddenText[]): HiddenText[] {
  const kinds = Map.groupBy(all, ({ kind }) => kind);
  return [...kinds.values()].flatMap((entries) => {
    if (entries.length <= MAX_LISTED_PER_KIND + 1) return entries;
    const sorted = entries.toSorted((a, b) => b.characters - a.characters);
    const [first, ...others] = sorted.slice(MAX_LISTED_PER_KIND) as [HiddenText, ...HiddenText[]];
    const total = (of: "characters" | "pieces") => others.reduce((sum, entry) => sum + entry[of], first[of]);
    const rest = { ...first, characters: total("characters"), pieces: total("pieces") };
    return [...sorted.slice(0, MAX_LISTED_PER_KIND), rest];
  });
}
