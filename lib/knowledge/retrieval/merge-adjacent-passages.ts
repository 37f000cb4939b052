import type { PageRange } from "../parsing/pages.ts";

type Part = {
  documentId: string;
  version: string;
  ordinal: number;
  headingPath: string[];
  start: number;
  end: number;
  pages: PageRange | null;
  text: string;
  textScore: number | null;
  vectorScore: number | null;
  coverage: number;
};

/** A joined passage longer than this, in UTF-16 units, is no longer a place to look at. */
const LONGEST = 2_400;

/**
 * Passages that follow one another under one heading of their document become one, from the start of the first to the end of the last, in
 * the place of the best. What is given is in order of worth; a passage alone stays as it is.
 */
export function mergeAdjacentPassages<T extends Part>(passages: T[]): T[] {
  const groups: T[][] = [];
  for (const passage of passages) {
    const touching = groups.filter((group) => group.some((part) => isNextTo(part, passage)));
    const joined = [...touching.flat(), passage];
    const [first] = touching;
    if (!first || lengthOf(joined) > LONGEST) groups.push([passage]);
    else {
      first.splice(0, first.length, ...joined);
      for (const other of touching.slice(1)) groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map(join);
}

function isNextTo(one: Part, other: Part): boolean {
  return (
    one.documentId === other.documentId &&
    one.version === other.version &&
    Math.abs(one.ordinal - other.ordinal) === 1 &&
    isUnderSameHeading(one.headingPath, other.headingPath) &&
    isOnPagesOf(one.pages, other.pages)
  );
}

/** A citation names its heading, or its sheet: joined across one, they would be cited to what stands above both. */
function isUnderSameHeading(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((heading, at) => heading === other[at]);
}

/** A citation names its page: passages are not joined where that would name one more. */
function isOnPagesOf(one: PageRange | null, other: PageRange | null): boolean {
  if (!one || !other) return one === other;
  const [first, last] = [Math.min(one.first, other.first), Math.max(one.last, other.last)];
  return [one, other].some((pages) => pages.first === first && pages.last === last);
}

function lengthOf(parts: Part[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

function join<T extends Part>(parts: T[]): T {
  const [best] = parts;
  if (!best || parts.length === 1) return best as T;
  const inOrder = parts.toSorted((one, other) => one.ordinal - other.ordinal);
  const [first] = inOrder as [T];
  const most = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length > 0 ? Math.max(...known) : null;
  };
  return {
    ...best,
    ordinal: first.ordinal,
    start: first.start,
    end: Math.max(...parts.map(({ end }) => end)),
    pages: spannedPages(inOrder.map(({ pages }) => pages)),
    text: inOrder.map(({ text }) => text).join("\n\n"),
    textScore: most(parts.map(({ textScore }) => textScore)),
    vectorScore: most(parts.map(({ vectorScore }) => vectorScore)),
    coverage: Math.max(...parts.map(({ coverage }) => coverage)),
  };
}

function spannedPages(ranges: (PageRange | null)[]): PageRange | null {
  const known = ranges.filter((range) => range !== null);
  const [any] = known;
  if (!any) return null;
  return {
    ...any,
    first: Math.min(...known.map(({ first }) => first)),
    last: Math.max(...known.map(({ last }) => last)),
  };
}
