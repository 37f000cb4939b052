/**
 * What a reader of the document does not see: not to be searched or quoted, but shown to whoever added the document.
 * `part`: a slide, sheet, row or column that is switched off; `deleted`: a tracked deletion.
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
 * `excerpt`: its beginning, on one line, at most `MAX_EXCERPT_LENGTH` UTF-16 units. `characters`: how long it is in all,
 * and `pieces`: in how many places. `page`: of the first of them, counted from 1, where there are pages or slides.
 */
export type HiddenText = {
  kind: HiddenKind;
  excerpt: string;
  characters: number;
  pieces: number;
  page?: number;
};

export const MAX_EXCERPT_LENGTH = 200;
/** The longest of each kind stand for themselves, the others together. */
const SHOWN_OF_A_KIND = 4;

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

/** At most five entries of a kind, however much a document hides. */
export function boundHidden(all: HiddenText[]): HiddenText[] {
  const kinds = Map.groupBy(all, ({ kind }) => kind);
  return [...kinds.values()].flatMap((entries) => {
    if (entries.length <= SHOWN_OF_A_KIND + 1) return entries;
    const sorted = entries.toSorted((a, b) => b.characters - a.characters);
    const [first, ...others] = sorted.slice(SHOWN_OF_A_KIND) as [HiddenText, ...HiddenText[]];
    const total = (of: "characters" | "pieces") => others.reduce((sum, entry) => sum + entry[of], first[of]);
    const rest = { ...first, characters: total("characters"), pieces: total("pieces") };
    return [...sorted.slice(0, SHOWN_OF_A_KIND), rest];
  });
}
