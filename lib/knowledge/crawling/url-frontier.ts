export type Visit = {
  url: string;
  depth: number;
  /** Redirects that led here. */
  hops: number;
};

/** Kinds of file that pages link to and nobody reads; what a server sends under any other name is judged when it comes. */
const UNREAD =
  /\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|ogg|wav|mov|avi|zip|gz|tgz|bz2|xz|7z|rar|tar|exe|msi|dmg|iso|deb|rpm|apk|jar|css|m?js|map|woff2?|ttf|otf|eot|ics|rss|atom)$/i;
const MAX_REPEATS = 3;

/**
 * The addresses still to be visited, breadth first in the order they were met, none twice.
 * @param most addresses that are ever taken in; those after that are forgotten, and `isCut` tells
 * @param mostQueries addresses that differ in nothing but their query
 */
export function urlFrontier(most: number, mostQueries: number) {
  const seen = new Set<string>();
  const queries = new Map<string, number>();
  let queue: Visit[] = [];
  let at = 0;
  let isCut = false;

  return {
    get isCut() {
      return isCut;
    },
    has: (url: string) => seen.has(url),
    /** Why an address that is new here is not taken in; null when it is, and when it is not new. */
    add(url: string, depth: number): { code: "trap" | "type"; reason: string } | null {
      if (seen.has(url)) return null;
      if (seen.size >= most) {
        isCut = true;
        return null;
      }
      seen.add(url);
      const refused = refusalOf(url, queries, mostQueries);
      if (!refused) queue.push({ url, depth, hops: 0 });
      return refused;
    },
    /** Where the last visit was led to: it is next, unless it was met already. */
    addNext(visit: Visit): void {
      if (seen.has(visit.url)) return;
      seen.add(visit.url);
      queue = [visit, ...queue.slice(at)];
      at = 0;
    },
    next(): Visit | undefined {
      const visit = queue[at];
      if (visit) at += 1;
      return visit;
    },
  };
}

function refusalOf(url: string, queries: Map<string, number>, mostQueries: number) {
  const { origin, pathname, search } = new URL(url);
  if (UNREAD.test(pathname)) {
    return { code: "type" as const, reason: "This file type isn't supported." };
  }
  if (repeats(pathname) >= MAX_REPEATS) {
    return { code: "trap" as const, reason: "Its URL repeats the same path segments." };
  }
  if (search !== "") {
    const count = (queries.get(origin + pathname) ?? 0) + 1;
    queries.set(origin + pathname, count);
    if (count > mostQueries) {
      return {
        code: "trap" as const,
        reason: `More than ${mostQueries} URLs differ from it only in the query string.`,
      };
    }
  }
  return null;
}

/** How often the same folder stands in a path: pages that link relative to themselves grow `/a/b/a/b/a/b`. */
function repeats(pathname: string): number {
  const counts = new Map<string, number>();
  for (const name of pathname.split("/")) {
    // A short name or a number may well stand twice: /2026/11/11/.
    if (name.length > 2 || /\D/.test(name)) counts.set(name, (counts.get(name) ?? 0) + (name === "" ? 0 : 1));
  }
  return Math.max(0, ...counts.values());
}
