import type { fetchPublic, PublicResponse } from "#lib/core/outbound.ts";

/** `site` follows links from the start page on; `sitemap` reads the pages a sitemap lists and follows nothing. */
export type CrawlKind = "site" | "sitemap";

export type CrawlLimits = {
  /** Pages that were answered with content or as unchanged. */
  maxPages: number;
  /** Links away from the start page, which is 0. A sitemap's pages are all at 1. */
  maxDepth: number;
  /** Of all answers together, decoded. */
  maxBytes: number;
  /** From the first request to the last. */
  maxSeconds: number;
  /** Hosts (with their port, where it is not the default) that belong to the site beside that of the start page. */
  hosts: readonly string[];
};

export const crawlDefaults: CrawlLimits = {
  maxPages: 200,
  maxDepth: 3,
  maxBytes: 50_000_000,
  maxSeconds: 1_800,
  hosts: [],
};
/** No caller gets more. */
export const crawlCaps = {
  maxPages: 2_000,
  maxDepth: 10,
  maxBytes: 500_000_000,
  maxSeconds: 7_200,
  hosts: 10,
} as const;

/** What the last crawl left behind of a page. `links` are those of its `page` event, `bodyHash` too. */
export type KnownPage = {
  etag: string | null;
  lastModified: string | null;
  links: readonly string[];
  bodyHash: string | null;
};

export type CrawlInput = {
  start: string;
  kind: CrawlKind;
  limits?: Partial<CrawlLimits>;
  /** Path prefixes, `/docs/`. Where none is included: for a site the folder of the start page, for a sitemap all. */
  include?: readonly string[];
  exclude?: readonly string[];
  /** Called with `redirect: "manual"`: each hop is judged here before it is asked for. */
  fetchPage: typeof fetchPublic;
  /** By the address of an event. Absent: everything is read anew. */
  known?: (url: string) => Promise<KnownPage | null>;
  signal?: AbortSignal;
  /** Least time between two requests to a host; the site's robots.txt may ask for more. Default 250. */
  delayMs?: number;
  /** Milliseconds. */
  now?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type SkipCode =
  /** Its robots.txt does not let us. */
  | "robots"
  | "noindex"
  /** A sign-in stands before it. */
  | "login"
  /** Not a kind of document that Parley reads. */
  | "type"
  | "size"
  /** It leads to another address of the site, which is read in its place. */
  | "moved"
  /** It names another address as its own, or holds the very bytes of an earlier page. */
  | "duplicate"
  /** It redirects to a page outside this site. */
  | "scope"
  /** One of endlessly many addresses made from one another. */
  | "trap"
  /** What was agreed for the whole crawl is used up. */
  | "limits";

export type CrawlEvent =
  | {
      type: "page";
      url: string;
      response: PublicResponse;
      /** In the site, to be followed, each once, in their order. To be stored for the next crawl. */
      links: string[];
      depth: number;
      /** SHA-256 of the body, hexadecimal. To be stored for the next crawl. */
      bodyHash: string;
    }
  | { type: "unchanged"; url: string; depth: number }
  /** 404 or 410: what is stored of it should go. */
  | { type: "gone"; url: string; status: number }
  /** `isWithdrawn`: what is stored of it from before should go, complete or not. */
  | { type: "skipped"; url: string; code: SkipCode; reason: string; isWithdrawn: boolean }
  /** What is stored of it should stay. */
  | { type: "failed"; url: string; reason: string; retryable: boolean }
  | CrawlEnd;

export type CrawlEnd = {
  type: "end";
  /** Only then does it mean anything that a page was not met. */
  complete: boolean;
  /** A sentence: why it ended. */
  reason: string;
  pages: number;
  bytes: number;
  seconds: number;
};

/** What is asked for within the caps, and the defaults for the rest. */
export function boundLimits(asked: Partial<CrawlLimits> = {}): CrawlLimits {
  const bound = (name: "maxPages" | "maxDepth" | "maxBytes" | "maxSeconds", least: number) => {
    const value = asked[name] ?? crawlDefaults[name];
    return Number.isFinite(value) ? Math.min(Math.max(Math.floor(value), least), crawlCaps[name]) : least;
  };
  return {
    maxPages: bound("maxPages", 1),
    maxDepth: bound("maxDepth", 0),
    maxBytes: bound("maxBytes", 1),
    maxSeconds: bound("maxSeconds", 1),
    hosts: (asked.hosts ?? []).slice(0, crawlCaps.hosts),
  };
}
