import type { CrawlEvent, CrawlLimits, KnownPage, SkipCode } from "./crawl.ts";
import type { PoliteFetch } from "./polite-fetch.ts";
import type { RobotsCache } from "./robots-cache.ts";
import type { SiteScope } from "./site-scope.ts";
import type { urlFrontier, Visit } from "./url-frontier.ts";

/** Redirects, and whatever else leads on, in a row. */
export const MAX_HOPS = 5;
export const CLOSED_NOW = "A page that used to be public no longer is.";

/** One crawl: what is agreed, and what has been met so far. */
export type CrawlState = {
  readonly start: string;
  readonly product: string;
  readonly limits: CrawlLimits;
  scope: SiteScope;
  rescope: (start: string) => SiteScope;
  readonly queue: ReturnType<typeof urlFrontier>;
  readonly known: (url: string) => Promise<KnownPage | null>;
  readonly isFollowing: boolean;
  readonly polite: PoliteFetch;
  readonly gate: (address: string) => Promise<RobotsCache>;
  readonly signal: AbortSignal;
  /** Hashes of the pages that were told of, by address. */
  readonly pages: Map<string, string>;
  readonly visited: Set<string>;
  /** Where addresses lead, by redirect, refresh or canonical link. */
  readonly ledTo: Map<string, string>;
  bytes: number;
  /** In a row. */
  failures: number;
  /** Why pages may be there that were not met. */
  doubt: string | null;
};

export type Told = AsyncGenerator<CrawlEvent, void, undefined>;

/** Takes in the links of a page that was read. */
export function* follow(site: CrawlState, { depth }: Visit, links: readonly string[]): Generator<CrawlEvent> {
  if (!site.isFollowing || depth >= site.limits.maxDepth) return;
  for (const link of links) {
    if (!site.scope.holds(link)) continue;
    const refused = site.queue.add(link, depth + 1);
    if (refused) yield skip(link, refused.code, refused.reason, true);
  }
}

/** The page that was told of with the same content. */
export function twinOf({ pages }: CrawlState, bodyHash: string): string | undefined {
  for (const [url, hash] of pages) if (hash === bodyHash) return url;
  return undefined;
}

/** Whether where one address leads to leads back to it. */
export function leadsBack({ ledTo }: CrawlState, url: string, target: string): boolean {
  const met = new Set<string>();
  for (let at: string | undefined = target; at !== undefined && !met.has(at); at = ledTo.get(at)) {
    if (at === url) return true;
    met.add(at);
  }
  return false;
}

export function skip(url: string, code: SkipCode, reason: string, isWithdrawn: boolean): CrawlEvent {
  return { type: "skipped", url, code, reason, isWithdrawn };
}

/** What is worth another try leaves a doubt whether everything was met. */
export function fail(site: CrawlState, url: string, reason: string, retryable: boolean): CrawlEvent {
  if (retryable) {
    site.failures += 1;
    site.doubt = "Some pages could not be read.";
  }
  return { type: "failed", url, reason, retryable };
}
