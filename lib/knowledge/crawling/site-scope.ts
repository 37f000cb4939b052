import type { CrawlInput } from "./crawl.ts";

export type SiteScope = { holds(address: string): boolean; hosts: readonly string[] };

/**
 * Which addresses belong to a crawl: those on the host of the start page or on one named beside it, below one of the path
 * prefixes included and none of those excluded. Where none is included, a site is what lies in the folder of its start page
 * (`/docs/intro` is in `/docs/`), a sitemap's pages may lie anywhere on the host. The scheme does not matter.
 */
export function siteScope(
  start: string,
  { kind, include = [], exclude = [] }: Pick<CrawlInput, "kind" | "include" | "exclude">,
  moreHosts: readonly string[],
): SiteScope {
  const { host, pathname } = new URL(start);
  const hosts = [host, ...moreHosts.map((name) => name.trim().toLowerCase())];
  const folder = kind === "site" ? pathname.slice(0, pathname.lastIndexOf("/") + 1) : "/";
  const included = include.length > 0 ? include.map(asPath) : [folder];
  const excluded = exclude.map(asPath);
  return {
    hosts,
    holds(address) {
      const url = URL.parse(address);
      if (!url || !hosts.includes(url.host)) return false;
      const isBelow = (prefix: string) => url.pathname.startsWith(prefix);
      return (address === start || included.some(isBelow)) && !excluded.some(isBelow);
    },
  };
}

/** Written as a browser would write it, so that `/café` is found. */
function asPath(prefix: string): string {
  return new URL(prefix.startsWith("/") ? prefix : `/${prefix}`, "http://host.invalid").pathname;
}

/** Whether a start page that leads there has only changed its scheme or its `www.`: then that is where the site is. */
export function isSameSite(from: string, to: string): boolean {
  const name = (address: string) => new URL(address).host.replace(/^www\./, "");
  return name(from) === name(to);
}
