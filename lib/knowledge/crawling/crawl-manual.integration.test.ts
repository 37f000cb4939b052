import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { CrawlEvent, CrawlInput, KnownPage } from "./crawl.ts";
import { crawlSite } from "./crawl-site.ts";
import { buildManual, manualPaths } from "./testing/manual-site.ts";
import { content, html, openTestSite } from "./testing/test-site.ts";

const site = await openTestSite();
afterAll(() => site.close());
beforeEach(() => {
  buildManual(site);
  site.forget();
});

const limits = { maxPages: 400 };
type EventOf<T extends CrawlEvent["type"]> = Extract<CrawlEvent, { type: T }>;

async function crawl(given: Partial<CrawlInput> = {}): Promise<CrawlEvent[]> {
  const events: CrawlEvent[] = [];
  const input: CrawlInput = {
    start: site.at("/docs/"),
    kind: "site",
    limits,
    fetchPage: site.fetchPage,
    delayMs: 0,
    sleep: async () => {},
    ...given,
  };
  for await (const event of crawlSite(input)) events.push(event);
  return events;
}

function of<T extends CrawlEvent["type"]>(events: CrawlEvent[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type);
}
const path = (url: string) => url.replace(site.at(""), "");
const pathsOf = (events: CrawlEvent[], type: "page" | "unchanged" | "gone" | "failed") =>
  of(events, type).map(({ url }) => path(url));
const endOf = (events: CrawlEvent[]) => events.at(-1) as EventOf<"end">;

function remember(events: CrawlEvent[], known = new Map<string, KnownPage>()): Map<string, KnownPage> {
  for (const { url, response, links, bodyHash } of of(events, "page")) {
    const [etag, lastModified] = [response.headers.get("etag"), response.headers.get("last-modified")];
    known.set(url, { etag, lastModified, links, bodyHash });
  }
  return known;
}

const calendar = ["/docs/calendar?month=1", "/docs/calendar?month=2", "/docs/calendar?month=3"];
const skips = {
  "/docs/index.html": "duplicate",
  "/docs/circle-a": "moved",
  "/docs/draft": "noindex",
  "/docs/tagged": "noindex",
  "/docs/members": "login",
  "/docs/account": "login",
  "/docs/closed": "login",
  "/docs/private/plans": "robots",
  "/docs/old": "moved",
  "/docs/away": "scope",
  "/docs/into-the-house": "scope",
  "/docs/print?page=1": "duplicate",
  "/docs/moved.html": "moved",
  "/docs/logo.png": "type",
  "/docs/picture": "type",
  "/docs/data.bin": "type",
};

describe("a manual of 200 pages", () => {
  test("SSR-14 reads all of its pages and only those, and reports why others are skipped", async () => {
    const events = await crawl();
    const pages = pathsOf(events, "page");
    expect(pages.filter((one) => !calendar.includes(one))).toEqual(manualPaths());
    expect(pages.filter((one) => !manualPaths().includes(one))).toEqual(calendar);
    expect(new Set(pages).size).toBe(203);
    const outcome = Object.fromEntries(of(events, "skipped").map(({ url, code }) => [path(url), code]));
    expect(outcome).toEqual(skips);
    expect(of(events, "gone")).toEqual([{ type: "gone", url: site.at("/docs/missing"), status: 404 }]);
    expect(of(events, "failed")).toEqual([
      {
        type: "failed",
        url: site.at("/docs/circle-b"),
        reason: "It redirects in a loop.",
        retryable: false,
      },
      { type: "failed", url: site.at("/docs/broken"), reason: expect.stringMatching(/500/), retryable: true },
    ]);
    expect(endOf(events)).toMatchObject({
      complete: false,
      pages: 203,
      reason: "Some pages could not be read.",
    });
    expect(endOf(events).bytes).toBeGreaterThan(100_000);
  });

  test("requests each address once, robots.txt first, and nothing outside the site", async () => {
    await crawl();
    const paths = site.paths();
    expect(paths[0]).toBe("/robots.txt");
    const times = (one: string) => paths.filter((other) => other === one).length;
    expect(paths.filter((one) => times(one) > 1 && one !== "/docs/broken")).toEqual([]);
    expect(times("/docs/broken")).toBe(3);
    // 200 pages, 3 calendar months, robots.txt, the failing page 3 times, 13 that are no pages, half of a
    // redirect loop and a missing page.
    expect(paths).toHaveLength(200 + 3 + 1 + 3 + 14 + 1 + 1);
    for (const none of ["/docs/private/plans", "/docs/logo.png", "/login", "/blog/", "/admin"])
      expect(times(none), none).toBe(0);
    expect(site.requested.filter(({ host }) => host !== "docs.example")).toEqual([]);
    expect(site.mostOpen()).toBe(1);
  });

  test("sends validators the second time, and finds every page unchanged", async () => {
    site.remove("/docs/broken");
    const known = remember(await crawl());
    site.forget();
    const events = await crawl({ known: async (url) => known.get(url) ?? null });
    expect(of(events, "page")).toEqual([]);
    expect(pathsOf(events, "unchanged").filter((one) => !calendar.includes(one))).toEqual(manualPaths());
    expect(site.requested.filter(({ status }) => status === 304)).toHaveLength(203);
    expect(endOf(events)).toMatchObject({
      complete: true,
      pages: 203,
      reason: "All reachable pages were read.",
    });
  });

  test("reports exactly two changed, one removed and one new page", async () => {
    site.remove("/docs/broken");
    const known = remember(await crawl());
    const [changed, parent, gone] = ["/docs/chapter-3/4.html", "/docs/chapter-5/", "/docs/chapter-7/2.html"];
    const before = known.get(site.at(parent))?.links.map(path) ?? [];
    site.set(changed, content(html("Section 3.4, revised", ["/docs/"])));
    site.set(parent, content(html("Chapter 5, revised", [...before, "/docs/chapter-5/new.html"])));
    site.set("/docs/chapter-5/new.html", content(html("A new section", ["/docs/"])));
    site.remove(gone);
    const events = await crawl({ known: async (url) => known.get(url) ?? null });
    expect(pathsOf(events, "page")).toEqual([parent, changed, "/docs/chapter-5/new.html"]);
    expect(pathsOf(events, "gone")).toEqual(["/docs/broken", "/docs/missing", gone]);
    expect(of(events, "unchanged")).toHaveLength(203 - 3);
    expect(endOf(events)).toMatchObject({ complete: true, pages: 203 });
    const seen = new Set(events.flatMap((event) => ("url" in event ? [event.url] : [])));
    expect([...known.keys()].filter((url) => !seen.has(url))).toEqual([]);
  });

  test("does not see a page that is no longer linked, and is complete", async () => {
    site.remove("/docs/broken");
    const known = remember(await crawl());
    const lost = "/docs/chapter-1/1.html";
    const others = Array.from({ length: 18 }, (_, i) => `${i + 2}.html`);
    site.set("/docs/chapter-1/", content(html("Chapter 1", others)));
    site.set("/docs/print", content(html("Nothing")));
    const events = await crawl({ known: async (url) => known.get(url) ?? null });
    const seen = new Set(events.flatMap((event) => ("url" in event ? [path(event.url)] : [])));
    expect([...known.keys()].map(path).filter((one) => !seen.has(one))).toEqual([lost]);
    expect(endOf(events).complete).toBe(true);
  });

  test("reads the same pages from its sitemap, without following links", async () => {
    for (const start of ["/map.xml", "/"]) {
      site.forget();
      const events = await crawl({ kind: "sitemap", start: site.at(start) });
      expect(pathsOf(events, "page")).toEqual(manualPaths());
      expect(endOf(events)).toMatchObject({ complete: true, pages: 200 });
      expect(site.paths()).toEqual(["/robots.txt", "/map.xml", ...manualPaths()]);
    }
  });

  test("keeps the configured delay, or the one robots.txt asks for", async () => {
    const gaps = async (given: Partial<CrawlInput>) => {
      site.forget();
      await crawl({ limits: { maxPages: 6 }, sleep: undefined, ...given });
      return site.requested.slice(1).map(({ at }, i) => at - (site.requested[i]?.at ?? 0));
    };
    expect(Math.min(...(await gaps({ delayMs: 60 })))).toBeGreaterThanOrEqual(58);
    site.set(
      "/robots.txt",
      content("User-agent: Parley\nCrawl-delay: 0.12\n", { "content-type": "text/plain" }),
    );
    expect(Math.min(...(await gaps({ delayMs: 10 })))).toBeGreaterThanOrEqual(118);
  });

  test("ends after an abort, even while the site is silent or asks to wait", async () => {
    const stops: [string, Parameters<typeof site.set>[1]][] = [
      ["silent", () => {}],
      ["overloaded", (_, response) => response.writeHead(503, { "retry-after": "50" }).end()],
      ["slow", (_, response) => response.writeHead(200, { "content-type": "text/html" }).write("x")],
    ];
    for (const [, reply] of stops) {
      const abort = new AbortController();
      site.set("/docs/chapter-2/", (request, response) => {
        setTimeout(() => abort.abort(), 200);
        reply(request, response);
      });
      const events = await crawl({ signal: abort.signal, sleep: undefined });
      expect(abort.signal.aborted).toBe(true);
      expect(endOf(events)).toMatchObject({ complete: false, reason: "The crawl was stopped." });
      expect(of(events, "page").length).toBeLessThan(10);
    }
  });
});
