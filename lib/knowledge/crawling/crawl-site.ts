import { setTimeout as wait } from "node:timers/promises";
import { ParleyError } from "#lib/core/errors.ts";
import { type CrawlEnd, type CrawlEvent, type CrawlInput, clampLimits } from "./crawl.ts";
import type { CrawlState } from "./crawl-state.ts";
import { listSitemap } from "./list-sitemap.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { politeFetch } from "./polite-fetch.ts";
import { robotsCache } from "./robots-cache.ts";
import { siteScope } from "./site-scope.ts";
import { urlFrontier } from "./url-frontier.ts";
import { visitPage } from "./visit-page.ts";

/** The product token matched in robots.txt. */
const PRODUCT = "Parley";
const DELAY_MS = 250;
/** A crawl stops after this many consecutive failures. */
const MAX_FAILURES = 5;
/** Size of the URL frontier, per page of the page limit. */
const FRONTIER_URLS_PER_PAGE = 20;
/** Request limit, per page of the page limit: not every address is a page. */
const REQUESTS_PER_PAGE = 4;
const MIN_REQUESTS = 20;

/**
 * Crawls a site, or the pages of a sitemap, breadth first in a stable order. Obeys robots.txt, sends one
 * request at a time with a delay per host, and never leaves the site, not even by redirect. Yields one event
 * per address for the caller to store, and an `end` event, also when the signal aborts.
 * @throws ParleyError invalid, before the first request, when `start` is not a web address
 */
export async function* crawlSite(input: CrawlInput): AsyncGenerator<CrawlEvent, void, undefined> {
  const start = normalizeAddress(input.start);
  if (!start) throw new ParleyError("invalid", "This is not the URL of a web page.");
  const now = input.now ?? Date.now;
  const startedAt = now();
  const limits = clampLimits(input.limits);
  const deadline = startedAt + limits.maxSeconds * 1_000;
  const signal = input.signal ?? new AbortController().signal;
  const polite = politeFetch({
    fetchPage: input.fetchPage,
    delayMs: input.delayMs ?? DELAY_MS,
    deadline,
    signal,
    now,
    sleep: input.sleep ?? sleep,
  });
  const countBytes = (bytes: number) => {
    site.bytes += bytes;
  };
  const robotsFor = robotsCache(polite, PRODUCT, countBytes);
  const site: CrawlState = {
    start,
    product: PRODUCT,
    limits,
    scope: siteScope(start, input, limits.hosts),
    rescope: (page) => siteScope(page, input, limits.hosts),
    queue: urlFrontier(limits.maxPages * FRONTIER_URLS_PER_PAGE, Math.max(50, limits.maxPages / 2)),
    known: input.known ?? (async () => null),
    followsLinks: input.kind === "site",
    polite,
    robotsFor,
    signal,
    pages: new Map(),
    visited: new Set(),
    redirects: new Map(),
    bytes: 0,
    failures: 0,
    incompleteReason: null,
  };
  const end = (complete: boolean, reason: string): CrawlEnd => ({
    type: "end",
    complete,
    reason,
    pages: site.pages.size,
    bytes: site.bytes,
    seconds: (now() - startedAt) / 1_000,
  });

  try {
    if (input.kind === "site") site.queue.add(start, 0);
    else {
      const budget = { left: () => limits.maxBytes - site.bytes, spend: countBytes };
      const maxAddresses = limits.maxPages * FRONTIER_URLS_PER_PAGE;
      const { hosts } = site.scope;
      const listing = yield* listSitemap({ start, hosts, polite, robotsFor, signal, maxAddresses, budget });
      if (!listing.isComplete) site.incompleteReason = "Some sitemaps could not be read completely.";
      for (const address of listing.addresses) yield* queueSitemapAddress(site, address);
    }
    for (let visit = site.queue.next(); visit; visit = site.queue.next()) {
      const exhausted = input.refusal?.() ?? exhaustedLimit(site, now() >= deadline);
      if (exhausted) return yield end(false, exhausted);
      site.visited.add(visit.url);
      yield* visitPage(site, visit);
      if (site.failures >= MAX_FAILURES) return yield end(false, "The site stopped responding.");
    }
    const refusal = input.refusal?.();
    if (refusal) return yield end(false, refusal);
    if (site.pages.size === 0) return yield end(false, "No page could be read.");
    if (site.queue.isTruncated) return yield end(false, "The site has too many URLs to keep track of.");
    yield site.incompleteReason
      ? end(false, site.incompleteReason)
      : end(true, "All reachable pages were read.");
  } catch (error) {
    if (!signal.aborted) throw error;
    yield end(false, "The crawl was stopped.");
  }
}

function* queueSitemapAddress(site: CrawlState, address: string): Generator<CrawlEvent> {
  if (!site.scope.contains(address)) {
    const reason = "It is in the sitemap but outside this site.";
    yield { type: "skipped", url: address, code: "scope", reason, isWithdrawn: true };
    return;
  }
  const refused = site.queue.add(address, 1);
  if (refused) yield { type: "skipped", url: address, ...refused, isWithdrawn: true };
}

function exhaustedLimit(
  { pages, visited, limits, bytes }: CrawlState,
  isPastDeadline: boolean,
): string | null {
  if (pages.size >= limits.maxPages) return `The site has more pages than the limit of ${limits.maxPages}.`;
  if (visited.size >= limits.maxPages * REQUESTS_PER_PAGE + MIN_REQUESTS)
    return "Too few of the site's URLs lead to a page.";
  if (bytes >= limits.maxBytes) return "The site exceeds the size limit.";
  return isPastDeadline ? "The time limit for this crawl was reached." : null;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}
