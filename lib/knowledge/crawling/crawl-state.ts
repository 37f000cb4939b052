import type { CrawlEvent, CrawlLimits, KnownPage, SkipCode } from "./crawl.ts";
import type { PoliteFetch } from "./polite-fetch.ts";
import type { HostRobots } from "./robots-cache.ts";
import type { SiteScope } from "./site-scope.ts";
import type { urlFrontier, Visit } from "./url-frontier.ts";

/** Redirects, refreshes and canonical links followed in a row. */
export const MAX_HOPS = 5;
export const BECAME_PRIVATE = "A page that used to be public is no longer public.";

/** State of one crawl. */
export type CrawlState = {
  readonly start: string;
  readonly product: string;
  readonly limits: CrawlLimits;
  scope: SiteScope;
  rescope: (start: string) => SiteScope;
  readonly queue: ReturnType<typeof urlFrontier>;
  readonly known: (url: string) => Promise<KnownPage | null>;
  readonly followsLinks: boolean;
  readonly polite: PoliteFetch;
  readonly robotsFor: (address: string) => Promise<HostRobots>;
  readonly signal: AbortSignal;
  /** Body hashes of yielded pages, by address. */
  readonly pages: Map<string, string>;
  readonly visited: Set<string>;
  /** Targets of redirects, refreshes and canonical links, by address. */
  readonly redirects: Map<string, string>;
  bytes: number;
  /** Consecutive. */
  failures: number;
  /** Why pages may have been missed. */
  incompleteReason: string | null;
};

export type CrawlEvents = AsyncGenerator<CrawlEvent, void, undefined>;

/** Adds a page's links to the frontier. */
export function* followLinks(
  site: CrawlState,
  { depth }: Visit,
  links: readonly string[],
): Generator<CrawlEvent> {
  if (!site.followsLinks || depth >= site.limits.maxDepth) return;
  for (const link of links) {
    if (!site.scope.contains(link)) continue;
    const refused = site.queue.add(link, depth + 1);
    if (refused) yield skipPage(link, refused.code, refused.reason, true);
  }
}

/** The address of an earlier page with the same content. */
export function findDuplicate({ pages }: CrawlState, bodyHash: string): string | undefined {
  for (const [url, hash] of pages) if (hash === bodyHash) return url;
  return undefined;
}

/** Whether following `target` leads back to `url`. */
export function isRedirectLoop({ redirects }: CrawlState, url: string, target: string): boolean {
  const seen = new Set<string>();
  for (
    let current: string | undefined = target;
    current !== undefined && !seen.has(current);
    current = redirects.get(current)
  ) {
    if (current === url) return true;
    seen.add(current);
  }
  return false;
}

export function skipPage(url: string, code: SkipCode, reason: string, isWithdrawn: boolean): CrawlEvent {
  return { type: "skipped", url, code, reason, isWithdrawn };
}

/** After a temporary failure the crawl may be incomplete. */
export function failPage(site: CrawlState, url: string, reason: string, retryable: boolean): CrawlEvent {
  if (retryable) {
    site.failures += 1;
    site.incompleteReason = "Some pages could not be read.";
  }
  return { type: "failed", url, reason, retryable };
}
