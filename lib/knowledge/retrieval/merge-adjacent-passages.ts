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

/** In UTF-16 units. Longer passages are too long to find the quoted place in. */
const MAX_LENGTH = 2_400;

/**
 * Merges adjacent chunks under the same heading into one passage, at the rank of the best. Expects passages
 * in ranking order.
 */
export function mergeAdjacentPassages<T extends Part>(passages: T[]): T[] {
  const groups: T[][] = [];
  for (const passage of passages) {
    const touching = groups.filter((group) => group.some((part) => isNextTo(part, passage)));
    const merged = [...touching.flat(), passage];
    const [first] = touching;
    if (!first || lengthOf(merged) > MAX_LENGTH) groups.push([passage]);
    else {
      first.splice(0, first.length, ...merged);
      for (const other of touching.slice(1)) groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map(merge);
}

function isNextTo(one: Part, other: Part): boolean {
  return (
    one.documentId === other.documentId &&
    one.version === other.version &&
    Math.abs(one.ordinal - other.ordinal) === 1 &&
    isUnderSameHeading(one.headingPath, other.headingPath) &&
    coversSamePages(one.pages, other.pages)
  );
}

/** A citation names its heading, so passages are not merged across headings. */
function isUnderSameHeading(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((heading, at) => heading === other[at]);
}

/** A citation names its pages, so passages are not merged if that adds a page. */
function coversSamePages(one: PageRange | null, other: PageRange | null): boolean {
  if (!one || !other) return one === other;
  const [first, last] = [Math.min(one.first, other.first), Math.max(one.last, other.last)];
  return [one, other].some((pages) => pages.first === first && pages.last === last);
}

function lengthOf(parts: Part[]): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

function merge<T extends Part>(parts: T[]): T {
  const [best] = parts;
  if (!best || parts.length === 1) return best as T;
  const inOrder = parts.toSorted((one, other) => one.ordinal - other.ordinal);
  const [first] = inOrder as [T];
  const maxOrNull = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length > 0 ? Math.max(...known) : null;
  };
  return {
    ...best,
    ordinal: first.ordinal,
    start: first.start,
    end: Math.max(...parts.map(({ end }) => end)),
    pages: spanPages(inOrder.map(({ pages }) => pages)),
    text: inOrder.map(({ text }) => text).join("\n\n"),
    textScore: maxOrNull(parts.map(({ textScore }) => textScore)),
    vectorScore: maxOrNull(parts.map(({ vectorScore }) => vectorScore)),
    coverage: Math.max(...parts.map(({ coverage }) => coverage)),
  };
}

function spanPages(ranges: (PageRange | null)[]): PageRange | null {
  const known = ranges.filter((range) => range !== null);
  const [any] = known;
  if (!any) return null;
  return {
    ...any,
    first: Math.min(...known.map(({ first }) => first)),
    last: Math.max(...known.map(({ last }) => last)),
  };
}
