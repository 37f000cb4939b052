import type { fetchPublic, PublicResponse } from "#lib/core/outbound.ts";

/** `site` follows links from the start page; `sitemap` reads only the pages the sitemap lists. */
type CrawlKind = "site" | "sitemap";

export type CrawlLimits = {
  /** Pages answered with content or as unchanged. */
  maxPages: number;
  /** Links away from the start page, which has depth 0. Pages of a sitemap have depth 1. */
  maxDepth: number;
  /** Total of all responses, decoded. */
  maxBytes: number;
  maxSeconds: number;
  /** Further hosts of the site, with a non-default port, besides the start page's. */
  hosts: readonly string[];
};

const crawlDefaults: CrawlLimits = {
  maxPages: 200,
  maxDepth: 3,
  maxBytes: 50_000_000,
  maxSeconds: 1_800,
  hosts: [],
};
/** Upper bounds for every caller. */
const crawlCaps = {
  maxPages: 2_000,
  maxDepth: 10,
  maxBytes: 500_000_000,
  maxSeconds: 7_200,
  hosts: 10,
} as const;

/** What the last crawl stored of a page; `links` and `bodyHash` come from its `page` event. */
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
  /**
   * Path prefixes such as `/docs/`. Default: the start page's folder for a site, everything for a sitemap.
   */
  include?: readonly string[];
  exclude?: readonly string[];
  /** Called with `redirect: "manual"`, because each hop is checked before it is requested. */
  fetchPage: typeof fetchPublic;
  /** Why no more requests may be sent; null while they may. */
  refusal?: () => string | null;
  /** Looks up a page by its address. Without it, every page is fetched in full. */
  known?: (url: string) => Promise<KnownPage | null>;
  signal?: AbortSignal;
  /** Minimum delay between two requests to a host; robots.txt may ask for more. Default 250. */
  delayMs?: number;
  now?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type SkipCode =
  /** Disallowed by robots.txt. */
  | "robots"
  | "noindex"
  /** Requires signing in. */
  | "login"
  /** Not a supported document type. */
  | "type"
  | "size"
  /** Redirects to another address of the site, which is read instead. */
  | "moved"
  /** Names another canonical address, or has the same content as an earlier page. */
  | "duplicate"
  /** Leads outside the site. */
  | "scope"
  /** One of endlessly many generated addresses. */
  | "trap"
  /** The limits of the crawl are used up. */
  | "limits";

export type CrawlEvent =
  | {
      type: "page";
      url: string;
      response: PublicResponse;
      /** Links within the site, without duplicates, in order. Stored for the next crawl. */
      links: string[];
      depth: number;
      /** SHA-256 of the body in hex. Stored for the next crawl. */
      bodyHash: string;
    }
  | { type: "unchanged"; url: string; depth: number }
  /** 404 or 410: the stored page should be removed. */
  | { type: "gone"; url: string; status: number }
  /** `isWithdrawn`: the stored page should be removed, even if the crawl is incomplete. */
  | { type: "skipped"; url: string; code: SkipCode; reason: string; isWithdrawn: boolean }
  /** The stored page should stay. */
  | { type: "failed"; url: string; reason: string; retryable: boolean }
  | CrawlEnd;

export type CrawlEnd = {
  type: "end";
  /** Only after a complete crawl does a missing page mean that it is gone. */
  complete: boolean;
  /** Why the crawl ended, as a sentence. */
  reason: string;
  pages: number;
  bytes: number;
  seconds: number;
};

/** Clamps the requested limits to the caps and fills in defaults. */
export function clampLimits(requested: Partial<CrawlLimits> = {}): CrawlLimits {
  const bound = (name: "maxPages" | "maxDepth" | "maxBytes" | "maxSeconds", min: number) => {
    const value = requested[name] ?? crawlDefaults[name];
    return Number.isFinite(value) ? Math.min(Math.max(Math.floor(value), min), crawlCaps[name]) : min;
  };
  return {
    maxPages: bound("maxPages", 1),
    maxDepth: bound("maxDepth", 0),
    maxBytes: bound("maxBytes", 1),
    maxSeconds: bound("maxSeconds", 1),
    hosts: (requested.hosts ?? []).slice(0, crawlCaps.hosts),
  };
}
