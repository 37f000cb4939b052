import type { CrawlEvent } from "./crawl.ts";
import { extractSitemap } from "./extract-links.ts";
import { normalizeAddress } from "./normalize-address.ts";
import type { PoliteFetch } from "./polite-fetch.ts";
import { SITEMAP_MAX_BYTES } from "./read-sitemap.ts";
import type { RobotsCache } from "./robots-cache.ts";

const MAX_SITEMAPS = 50;
/** The protocol knows an index of sitemaps, and no index of those. */
const MAX_DEPTH = 1;
const MAX_HOPS = 5;

type Given = {
  start: string;
  hosts: readonly string[];
  polite: PoliteFetch;
  gate: (address: string) => Promise<RobotsCache>;
  signal: AbortSignal;
  maxAddresses: number;
  /** How many bytes may still come; told how many came. */
  budget: { left(): number; spend(bytes: number): void };
};

/** `isWhole`: every sitemap was read to its end. */
export type Listing = { addresses: string[]; isWhole: boolean };

/**
 * The addresses that a sitemap lists, or those that an index of sitemaps lists, normalised, each once. Started at the root of
 * a site, the sitemaps are those its robots.txt names, else `/sitemap.xml`. Sitemaps on other hosts are not read.
 */
export async function* listSitemap(given: Given): AsyncGenerator<CrawlEvent, Listing, undefined> {
  const queue = (await sitemapsOf(given)).map((url) => ({ url, depth: 0 }));
  const met = new Set(queue.map(({ url }) => url));
  const addresses = new Set<string>();
  let isWhole = true;
  for (let at = 0; at < queue.length && addresses.size < given.maxAddresses; at += 1) {
    const { url, depth } = queue[at] as { url: string; depth: number };
    const found =
      at < MAX_SITEMAPS ? await read(url, given) : failed(url, "There are too many sitemaps.", false);
    if ("type" in found) {
      isWhole = false;
      yield found;
      continue;
    }
    isWhole &&= !found.isCut;
    for (const written of found.addresses) {
      const address = normalizeAddress(written, url);
      if (!address) continue;
      if (found.kind === "pages") addresses.add(address);
      else if (depth < MAX_DEPTH && !met.has(address)) queue.push({ url: address, depth: depth + 1 });
      met.add(address);
    }
  }
  isWhole &&= addresses.size < given.maxAddresses;
  return { addresses: [...addresses].slice(0, given.maxAddresses), isWhole };
}

async function sitemapsOf({ start, gate }: Given): Promise<string[]> {
  if (new URL(start).pathname !== "/") return [start];
  const robots = await gate(start);
  const named =
    "closed" in robots ? [] : robots.sitemaps.flatMap((one) => normalizeAddress(one, start) ?? []);
  return named.length > 0 ? [...new Set(named)] : [new URL("/sitemap.xml", start).href];
}

async function read(url: string, given: Given) {
  let at = url;
  for (let hops = 0; hops <= MAX_HOPS; hops += 1) {
    if (!given.hosts.includes(new URL(at).host)) {
      const reason = "The sitemap is on another host.";
      return { type: "skipped", url, code: "scope", reason, isWithdrawn: false } satisfies CrawlEvent;
    }
    const robots = await given.gate(at);
    if ("closed" in robots) return failed(url, robots.closed, true);
    const { pathname, search } = new URL(at);
    if (!robots.allows(pathname + search)) {
      const reason = "The site's robots.txt does not allow it.";
      return { type: "skipped", url, code: "robots", reason, isWithdrawn: false } satisfies CrawlEvent;
    }
    const maxBytes = Math.min(SITEMAP_MAX_BYTES, given.budget.left());
    const answer = await given.polite.get(at, { maxBytes, redirect: "manual" });
    if (answer.isRefused) {
      given.budget.spend(answer.received);
      return failed(url, answer.reason, answer.code === "unavailable");
    }
    const { status, headers, body } = answer.response;
    given.budget.spend(body.length);
    const location = headers.get("location");
    if (status === 200) return parse(url, body, given);
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

async function parse(url: string, bytes: Buffer, { maxAddresses, signal }: Given) {
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
