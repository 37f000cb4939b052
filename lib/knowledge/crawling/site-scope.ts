import type { CrawlInput } from "./crawl.ts";

export type SiteScope = { contains(address: string): boolean; hosts: readonly string[] };

/**
 * Defines which addresses belong to a crawl: on the start page's or an additional host, below an included
 * path prefix and below no excluded one. By default a site is the folder of its start page (`/docs/intro` is
 * in `/docs/`), and a sitemap's pages may be anywhere on the host. The scheme is ignored.
 */
export function siteScope(
  start: string,
  { kind, include = [], exclude = [] }: Pick<CrawlInput, "kind" | "include" | "exclude">,
  otherHosts: readonly string[],
): SiteScope {
  const { host, pathname } = new URL(start);
  const hosts = [host, ...otherHosts.map((name) => name.trim().toLowerCase())];
  const folder = kind === "site" ? pathname.slice(0, pathname.lastIndexOf("/") + 1) : "/";
  const included = include.length > 0 ? include.map(asPath) : [folder];
  const excluded = exclude.map(asPath);
  return {
    hosts,
    contains(address) {
      const url = URL.parse(address);
      if (!url || !hosts.includes(url.host)) return false;
      const isBelow = (prefix: string) => url.pathname.startsWith(prefix);
      return (address === start || included.some(isBelow)) && !excluded.some(isBelow);
    },
  };
}

/** Encoded as a browser would, so that `/café` matches. */
function asPath(prefix: string): string {
  return new URL(prefix.startsWith("/") ? prefix : `/${prefix}`, "http://host.invalid").pathname;
}

/** Whether a start page's redirect changes only the scheme or `www.`; the site is then at the new address. */
export function isSameSite(from: string, to: string): boolean {
  const name = (address: string) => new URL(address).host.replace(/^www\./, "");
  return name(from) === name(to);
}
