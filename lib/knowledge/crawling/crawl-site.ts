import { setTimeout as wait } from "node:timers/promises";
import { ParleyError } from "#lib/core/errors.ts";
import { boundLimits, type CrawlEnd, type CrawlEvent, type CrawlInput } from "./crawl.ts";
import type { CrawlState } from "./crawl-state.ts";
import { listSitemap } from "./list-sitemap.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { politeFetch } from "./polite-fetch.ts";
import { robotsCache } from "./robots-cache.ts";
import { siteScope } from "./site-scope.ts";
import { urlFrontier } from "./url-frontier.ts";
import { visitPage } from "./visit-page.ts";

/** The name by which a robots.txt may speak to us. */
const PRODUCT = "Parley";
const DELAY_MS = 250;
/** A site that fails this often without a break is left alone. */
const MAX_FAILURES = 5;
/** Addresses that are kept in mind, for each page that may be read. */
const FRONTIER_SHARE = 20;
/** Addresses that are asked for, for each page that may be read: not all of them are pages. */
const ASKED_SHARE = 4;
const LEAST_ASKED = 20;

/**
 * Reads a site or the pages of a sitemap, politely: robots.txt, one request at a time, so long between two to a host, breadth
 * first and in the same order each time, no page twice. Nothing is asked for that is out of the site, also not by redirect.
 * What it tells of each page is for the caller to store; nothing is kept here but addresses. An abort of the signal ends it
 * with an `end` like any other; leaving the loop ends it too.
 * @throws ParleyError invalid, before anything is asked for, when `start` is no address of a page
 */
export async function* crawlSite(input: CrawlInput): AsyncGenerator<CrawlEvent, void, undefined> {
  const start = normalizeAddress(input.start);
  if (!start) throw new ParleyError("invalid", "This is not the URL of a web page.");
  const now = input.now ?? Date.now;
  const startedAt = now();
  const limits = boundLimits(input.limits);
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
  const spend = (bytes: number) => {
    site.bytes += bytes;
  };
  const gate = robotsCache(polite, PRODUCT, spend);
  const site: CrawlState = {
    start,
    product: PRODUCT,
    limits,
    scope: siteScope(start, input, limits.hosts),
    rescope: (page) => siteScope(page, input, limits.hosts),
    queue: urlFrontier(limits.maxPages * FRONTIER_SHARE, Math.max(50, limits.maxPages / 2)),
    known: input.known ?? (async () => null),
    isFollowing: input.kind === "site",
    polite,
    gate,
    signal,
    pages: new Map(),
    visited: new Set(),
    ledTo: new Map(),
    bytes: 0,
    failures: 0,
    doubt: null,
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
      const budget = { left: () => limits.maxBytes - site.bytes, spend };
      const maxAddresses = limits.maxPages * FRONTIER_SHARE;
      const { hosts } = site.scope;
      const listing = yield* listSitemap({ start, hosts, polite, gate, signal, maxAddresses, budget });
      if (!listing.isWhole) site.doubt = "Some sitemaps could not be read completely.";
      for (const address of listing.addresses) yield* take(site, address);
    }
    for (let visit = site.queue.next(); visit; visit = site.queue.next()) {
      const spent = spentUp(site, now() >= deadline);
      if (spent) return yield end(false, spent);
      site.visited.add(visit.url);
      yield* visitPage(site, visit);
      if (site.failures >= MAX_FAILURES) return yield end(false, "The site stopped responding.");
    }
    if (site.pages.size === 0) return yield end(false, "No page could be read.");
    if (site.queue.isCut) return yield end(false, "The site has too many URLs to keep track of.");
    yield site.doubt ? end(false, site.doubt) : end(true, "All reachable pages were read.");
  } catch (error) {
    if (!signal.aborted) throw error;
    yield end(false, "The crawl was stopped.");
  }
}

function* take(site: CrawlState, address: string): Generator<CrawlEvent> {
  if (!site.scope.holds(address)) {
    const reason = "It is in the sitemap but outside this site.";
    yield { type: "skipped", url: address, code: "scope", reason, isWithdrawn: true };
    return;
  }
  const refused = site.queue.add(address, 1);
  if (refused) yield { type: "skipped", url: address, ...refused, isWithdrawn: true };
}

function spentUp({ pages, visited, limits, bytes }: CrawlState, isLate: boolean): string | null {
  if (pages.size >= limits.maxPages) return `The site has more pages than the limit of ${limits.maxPages}.`;
  if (visited.size >= limits.maxPages * ASKED_SHARE + LEAST_ASKED)
    return "Too few of its URLs lead to a page.";
  if (bytes >= limits.maxBytes) return "The site exceeds the size limit.";
  return isLate ? "The time limit for this crawl was reached." : null;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}
