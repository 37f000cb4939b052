export type Visit = {
  url: string;
  depth: number;
  /** Redirects followed to get here. */
  hops: number;
};

/** Linked files that are never documents. Other responses are judged by their headers. */
const UNREADABLE_FILES =
  /\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|ogg|wav|mov|avi|zip|gz|tgz|bz2|xz|7z|rar|tar|exe|msi|dmg|iso|deb|rpm|apk|jar|css|m?js|map|woff2?|ttf|otf|eot|ics|rss|atom)$/i;
const MAX_REPEATS = 3;

/**
 * Addresses to visit, breadth first in order of discovery, without duplicates.
 * @param maxAddresses further addresses are dropped and `isTruncated` is set
 * @param maxQueryVariants limit for addresses that differ only in their query
 */
export function urlFrontier(maxAddresses: number, maxQueryVariants: number) {
  const seen = new Set<string>();
  const queries = new Map<string, number>();
  let queue: Visit[] = [];
  let at = 0;
  let isTruncated = false;

  return {
    get isTruncated() {
      return isTruncated;
    },
    has: (url: string) => seen.has(url),
    /** Adds a new address. @returns why it was skipped; null if it was added or is known */
    add(url: string, depth: number): { code: "trap" | "type"; reason: string } | null {
      if (seen.has(url)) return null;
      if (seen.size >= maxAddresses) {
        isTruncated = true;
        return null;
      }
      seen.add(url);
      const skipped = skipReason(url, queries, maxQueryVariants);
      if (!skipped) queue.push({ url, depth, hops: 0 });
      return skipped;
    },
    /** Puts the target of a redirect next, unless it is known. */
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

function skipReason(url: string, queries: Map<string, number>, maxQueryVariants: number) {
  const { origin, pathname, search } = new URL(url);
  if (UNREADABLE_FILES.test(pathname)) {
    return { code: "type" as const, reason: "This file type isn't supported." };
  }
  if (maxSegmentRepeats(pathname) >= MAX_REPEATS) {
    return { code: "trap" as const, reason: "Its URL repeats the same path segments." };
  }
  if (search !== "") {
    const count = (queries.get(origin + pathname) ?? 0) + 1;
    queries.set(origin + pathname, count);
    if (count > maxQueryVariants) {
      return {
        code: "trap" as const,
        reason: `More than ${maxQueryVariants} URLs differ from it only in the query string.`,
      };
    }
  }
  return null;
}

/** How often one folder occurs in a path: pages with broken relative links grow `/a/b/a/b/a/b`. */
function maxSegmentRepeats(pathname: string): number {
  const counts = new Map<string, number>();
  for (const name of pathname.split("/")) {
    // Short names and numbers may repeat: /2026/11/11/.
    if (name.length > 2 || /\D/.test(name)) counts.set(name, (counts.get(name) ?? 0) + (name === "" ? 0 : 1));
  }
  return Math.max(0, ...counts.values());
}
