import type { CrawlEvent } from "./crawl.ts";
import { extractSitemap } from "./extract-links.ts";
import { normalizeAddress } from "./normalize-address.ts";
import type { PoliteFetch } from "./polite-fetch.ts";
import { SITEMAP_MAX_BYTES } from "./read-sitemap.ts";
import type { HostRobots } from "./robots-cache.ts";

const MAX_SITEMAPS = 50;
/** The protocol has sitemap indexes, but no index of indexes. */
const MAX_DEPTH = 1;
const MAX_HOPS = 5;

type SitemapOptions = {
  start: string;
  hosts: readonly string[];
  polite: PoliteFetch;
  robotsFor: (address: string) => Promise<HostRobots>;
  signal: AbortSignal;
  maxAddresses: number;
  /** `left`: bytes that may still be read; `spend` records bytes read. */
  budget: { left(): number; spend(bytes: number): void };
};

/** `isComplete`: every sitemap was read to the end. */
export type Listing = { addresses: string[]; isComplete: boolean };

/**
 * Returns the normalized addresses of a sitemap or sitemap index, without duplicates. Started at the root of
 * a site, it reads the sitemaps named in robots.txt, else `/sitemap.xml`. Sitemaps on other hosts are not
 * read.
 */
export async function* listSitemap(options: SitemapOptions): AsyncGenerator<CrawlEvent, Listing, undefined> {
  const queue = (await startSitemaps(options)).map((url) => ({ url, depth: 0 }));
  const seen = new Set(queue.map(({ url }) => url));
  const addresses = new Set<string>();
  let isComplete = true;
  for (let at = 0; at < queue.length && addresses.size < options.maxAddresses; at += 1) {
    const { url, depth } = queue[at] as { url: string; depth: number };
    const sitemap =
      at < MAX_SITEMAPS ? await read(url, options) : failed(url, "There are too many sitemaps.", false);
    if ("type" in sitemap) {
      isComplete = false;
      yield sitemap;
      continue;
    }
    isComplete &&= !sitemap.isTruncated;
    for (const written of sitemap.addresses) {
      const address = normalizeAddress(written, url);
      if (!address) continue;
      if (sitemap.kind === "pages") addresses.add(address);
      else if (depth < MAX_DEPTH && !seen.has(address)) queue.push({ url: address, depth: depth + 1 });
      seen.add(address);
    }
  }
  isComplete &&= addresses.size < options.maxAddresses;
  return { addresses: [...addresses].slice(0, options.maxAddresses), isComplete };
}

async function startSitemaps({ start, robotsFor }: SitemapOptions): Promise<string[]> {
  if (new URL(start).pathname !== "/") return [start];
  const robots = await robotsFor(start);
  const named =
    "closed" in robots ? [] : robots.sitemaps.flatMap((one) => normalizeAddress(one, start) ?? []);
  return named.length > 0 ? [...new Set(named)] : [new URL("/sitemap.xml", start).href];
}

async function read(url: string, options: SitemapOptions) {
  let at = url;
  for (let hops = 0; hops <= MAX_HOPS; hops += 1) {
    if (!options.hosts.includes(new URL(at).host)) {
      const reason = "The sitemap is on another host.";
      return { type: "skipped", url, code: "scope", reason, isWithdrawn: false } satisfies CrawlEvent;
    }
    const robots = await options.robotsFor(at);
    if ("closed" in robots) return failed(url, robots.closed, true);
    const { pathname, search } = new URL(at);
    if (!robots.allows(pathname + search)) {
      const reason = "The site's robots.txt does not allow it.";
      return { type: "skipped", url, code: "robots", reason, isWithdrawn: false } satisfies CrawlEvent;
    }
    const maxBytes = Math.min(SITEMAP_MAX_BYTES, options.budget.left());
    const answer = await options.polite.get(at, { maxBytes, redirect: "manual" });
    if (answer.isRefused) {
      options.budget.spend(answer.received);
      return failed(url, answer.reason, answer.code === "unavailable");
    }
    const { status, headers, body } = answer.response;
    options.budget.spend(body.length);
    const location = headers.get("location");
    if (status === 200) return parse(url, body, options);
    if (status < 300 || status >= 400 || location === null) {
      return failed(
        url,
        `The site returned ${status} instead of a sitemap.`,
        status === 429 || status >= 500,
      );
    }
    const next = normalizeAddress(location, at);
    if (!next) return failed(url, "The sitemap redirects to something other than a web URL.", false);
    at = next;
  }
  return failed(url, "The sitemap's URL redirects too many times.", false);
}

async function parse(url: string, bytes: Buffer, { maxAddresses, signal }: SitemapOptions) {
  try {
    return await extractSitemap({ bytes, maxAddresses }, signal);
  } catch (error) {
    if (error instanceof Error && error.name === "ParleyError") return failed(url, error.message, false);
    throw error;
  }
}

function failed(url: string, reason: string, retryable: boolean) {
  return { type: "failed", url, reason, retryable } satisfies CrawlEvent;
}
