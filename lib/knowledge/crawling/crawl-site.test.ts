import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import type { CrawlEvent, KnownPage } from "./crawl.ts";
import { fakeSite, HOST, lines, page } from "./testing/fake-site.ts";

const known =
  (pages: Record<string, Partial<KnownPage>>) =>
  async (url: string): Promise<KnownPage | null> => {
    const found = pages[url.replace(HOST, "")];
    return found ? { etag: '"x"', lastModified: null, links: [], bodyHash: null, ...found } : null;
  };
const endOf = (events: CrawlEvent[]) => events.at(-1) as Extract<CrawlEvent, { type: "end" }>;

describe("robots.txt (RFC 9309, 2.3)", () => {
  test.each([
    ["does not exist", 404],
    ["is closed to everyone", 403],
    ["is none of a server's business", 418],
  ])("that %s allows everything", async (_, status) => {
    const { crawl } = fakeSite({
      "/robots.txt": { status, body: "User-agent: *\nDisallow: /" },
      "/": page(),
    });
    expect(lines(await crawl())).toEqual(["page /", "end complete"]);
  });

  test.each<[string, number | ParleyError]>([
    ["fails", 500],
    ["is overloaded", 429],
    ["cannot be reached", new ParleyError("unavailable", "Away.")],
    ["leads where nobody may go", new ParleyError("invalid", "Not public.")],
    ["leads nowhere", new ParleyError("unprocessable", "Circle.")],
    ["has no end", new ParleyError("too_large", "Large.")],
  ])("that %s allows nothing", async (_, answer) => {
    const robots = typeof answer === "number" ? { status: answer } : { error: answer };
    const { crawl, requested } = fakeSite({ "/robots.txt": robots, "/": page() });
    expect(lines(await crawl())).toEqual(["failed / retryable", "end No page could be read."]);
    expect(requested).not.toContain("/");
  });

  test("is matched for our token, including the query, and fetched once per host", async () => {
    const { crawl, requested } = fakeSite({
      "/robots.txt": "User-agent: *\nDisallow: /\n\nUser-agent: parley\nDisallow: /*?print",
      "https://b.example/robots.txt": "User-agent: *\nDisallow: /x",
      "/": page(["/a", "/a?print=1", "https://b.example/x", "https://b.example/"]),
      "/a": page(),
      "https://b.example/": page(),
    });
    expect(lines(await crawl({ limits: { hosts: ["b.example"] } }))).toEqual([
      "page /",
      "page /a",
      "skipped /a?print=1 robots",
      "skipped https://b.example/x robots",
      "page https://b.example/",
      "end complete",
    ]);
    expect(requested.filter((one) => one.endsWith("robots.txt"))).toEqual([
      "/robots.txt",
      "https://b.example/robots.txt",
    ]);
  });
});

describe("start page", () => {
  test.each(["nonsense", "ftp://a.example/", "https://u:p@a.example/", ""])(
    "%s is not a valid address",
    async (start) => {
      const { crawl, requested } = fakeSite({});
      await expect(crawl({ start })).rejects.toMatchObject({ code: "invalid" });
      expect(requested).toEqual([]);
    },
  );

  test("moves the site when the start page redirects to https or www.", async () => {
    const { crawl } = fakeSite({
      "http://a.example/": { status: 301, headers: { location: "https://www.a.example/" } },
      "https://www.a.example/": page(["/b"]),
      "https://www.a.example/b": page(),
    });
    expect(lines(await crawl({ start: "http://a.example/" }))).toEqual([
      "skipped http://a.example/ moved",
      "page https://www.a.example/",
      "page https://www.a.example/b",
      "end complete",
    ]);
  });

  test("ends when the start page redirects to another host", async () => {
    const { crawl, requested } = fakeSite({
      "/": { status: 301, headers: { location: "https://b.example/" } },
    });
    expect(lines(await crawl())).toEqual(["skipped / scope", "end No page could be read."]);
    expect(requested).toEqual(["/robots.txt", "/"]);
  });
});

describe("limits", () => {
  /** Each page links to the next and to one beside it. */
  const chain = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      i === 0 ? "/" : `/${i}`,
      { body: page([`/${i + 1}`, `/beside-${i}`]), headers: { etag: '"x"' } },
    ]),
  );
  test("of depth, breadth first", async () => {
    const { crawl } = fakeSite(chain);
    const events = await crawl({ limits: { maxDepth: 2 } });
    expect(lines(events)).toEqual([
      "page /",
      "page /1",
      "gone /beside-0 404",
      "page /2",
      "gone /beside-1 404",
      "end complete",
    ]);
    expect(lines(await fakeSite(chain).crawl({ limits: { maxDepth: 0 } }))).toEqual([
      "page /",
      "end complete",
    ]);
    expect(
      (await fakeSite(chain).crawl({ limits: { maxDepth: 99 } })).filter(({ type }) => type === "page"),
    ).toHaveLength(11);
  });

  test("of pages: complete at exactly the limit, incomplete beyond it", async () => {
    const site = { "/": page(["/a", "/b"]), "/a": page(), "/b": page() };
    expect(lines(await fakeSite(site).crawl({ limits: { maxPages: 3 } })).at(-1)).toBe("end complete");
    const events = await fakeSite(site).crawl({ limits: { maxPages: 2 } });
    expect(events.filter(({ type }) => type === "page")).toHaveLength(2);
    expect(endOf(events)).toMatchObject({
      complete: false,
      reason: expect.stringMatching(/more pages than the limit of 2/),
    });
  });

  test("of bytes: in total, and for the page that would exceed it", async () => {
    const body = page(["/a", "/b"]);
    const site = fakeSite({ "/": body, "/a": page(), "/b": page() });
    const maxBytes = Buffer.byteLength(body) + 10;
    const events = await site.crawl({ limits: { maxBytes } });
    expect(lines(events)).toEqual([
      "page /",
      "skipped /a limits kept",
      "end The site exceeds the size limit.",
    ]);
    expect(endOf(events).bytes).toBe(maxBytes);
  });

  test("of time", async () => {
    const { crawl } = fakeSite(chain);
    const events = await crawl({ limits: { maxSeconds: 5, maxDepth: 10 }, delayMs: 1_000 });
    expect(endOf(events)).toMatchObject({
      complete: false,
      reason: "The time limit for this crawl was reached.",
    });
    expect(endOf(events).seconds).toBeLessThan(6.1);
  });

  test("of addresses that are no pages", async () => {
    const links = Array.from({ length: 100 }, (_, i) => `/none-${i}`);
    const { crawl, requested } = fakeSite({ "/": page(links) });
    const events = await crawl({ limits: { maxPages: 5 } });
    expect(endOf(events)).toMatchObject({
      complete: false,
      reason: "Too few of the site's URLs lead to a page.",
    });
    expect(requested).toHaveLength(1 + 5 * 4 + 20);
  });

  test("of the URL frontier", async () => {
    const links = Array.from({ length: 50 }, (_, i) => `/p${i}`);
    const { crawl } = fakeSite({ "/": page(links) });
    expect(endOf(await crawl({ limits: { maxPages: 2 } })).complete).toBe(false);
  });

  test("are clamped to the caps, and invalid values to the minimum", async () => {
    const { crawl } = fakeSite(chain);
    const events = await crawl({ limits: { maxPages: Number.NaN } });
    expect(events.filter(({ type }) => type === "page")).toHaveLength(1);
  });
});

describe("redirects", () => {
  const to = (location: string, status = 302) => ({ status, headers: { location } });

  test("SSR-04 in a loop fail permanently", async () => {
    const { crawl, requested } = fakeSite({
      "/": page(["/a", "/self", "/x", "/y"]),
      "/a": to("/b"),
      "/b": to("/c"),
      "/c": to("/a"),
      "/self": to("/self#again"),
      "/x": to("/y"),
      "/y": to("/x"),
    });
    expect(lines(await crawl())).toEqual([
      "page /",
      "skipped /a moved",
      "skipped /b moved",
      "failed /c",
      "failed /self",
      "skipped /x moved",
      "failed /y",
      "end complete",
    ]);
    expect(new Set(requested).size).toBe(requested.length);
  });

  test("SSR-04 are followed five times, not six", async () => {
    const hops = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`/${count}-${i}`, to(`/${count}-${i + 1}`)]),
      );
    const { crawl } = fakeSite({
      "/": page(["/5-0", "/6-0"]),
      ...hops(5),
      "/5-5": page(),
      ...hops(6),
      "/6-6": page(),
    });
    const outcome = lines(await crawl());
    expect(outcome).toContain("page /5-5");
    expect(outcome).toContain("failed /6-5");
    expect(outcome.join()).not.toContain("/6-6");
  });

  test("to a known page do not fetch it again", async () => {
    const { crawl, requested } = fakeSite({ "/": page(["/a", "/old"]), "/a": page(), "/old": to("/a") });
    expect(lines(await crawl())).toEqual(["page /", "page /a", "skipped /old moved", "end complete"]);
    expect(requested.filter((one) => one === "/a")).toHaveLength(1);
  });

  test("out of the site or to an invalid address are not followed", async () => {
    const { crawl, requested } = fakeSite({
      "/docs/": page(["a", "b", "c", "d"]),
      "/docs/a": to("/blog/"),
      "/docs/b": to("https://b.example/docs/"),
      "/docs/c": to("file:///etc/passwd"),
      "/docs/d": to("//127.0.0.1/docs/"),
    });
    expect(lines(await crawl({ start: `${HOST}/docs/` }))).toEqual([
      "page /docs/",
      "skipped /docs/a scope",
      "skipped /docs/b scope",
      "failed /docs/c",
      "skipped /docs/d scope",
      "end complete",
    ]);
    expect(requested).toHaveLength(6);
  });

  test("by canonical link read the named page once, unless it names this one in turn", async () => {
    const canonical = (address: string) => `<link rel="canonical" href="${address}">`;
    const { crawl } = fakeSite({
      "/": page(["/a?sort=1", "/a?sort=2", "/x", "/y", "/out", "/dead", "/own"]),
      "/a?sort=1": page(["/from-copy"], canonical("/a")),
      "/a?sort=2": page([], canonical("/a")),
      "/a": page([], canonical("/a")),
      "/x": page([], canonical("/y")),
      "/y": page([], canonical("/x")),
      "/out": page([], canonical("https://b.example/")),
      "/own": page([], canonical("/own#top")),
      "/from-copy": page([], canonical("/dead")),
    });
    expect(lines(await crawl())).toEqual([
      "page /",
      "skipped /a?sort=1 duplicate",
      "page /a",
      "skipped /a?sort=2 duplicate",
      "skipped /x duplicate",
      "page /y",
      "page /out",
      "gone /dead 404",
      "page /own",
      "page /from-copy",
      "end complete",
    ]);
  });

  test("end for endless canonical links and refreshes", async () => {
    const answers = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        [`/c${i}`, page([], `<link rel="canonical" href="/c${i + 1}">`)],
        [`/r${i}`, `<meta http-equiv="refresh" content="0; url=/r${i + 1}">`],
      ]).flat(),
    );
    const outcome = lines(await fakeSite({ ...answers, "/": page(["/c0", "/r0"]) }).crawl());
    expect(outcome).toContain("page /c5");
    expect(outcome).toContain("failed /r5");
    expect(outcome).toHaveLength(1 + 6 + 6 + 1);
  });

  test("skip copies of a page and do not follow their links", async () => {
    const copy = page(["deeper/"]);
    const { crawl } = fakeSite({
      "/": page(["/a/"]),
      "/a/": copy,
      "/a/deeper/": copy,
      "/a/deeper/deeper/": copy,
    });
    expect(lines(await crawl())).toEqual([
      "page /",
      "page /a/",
      "skipped /a/deeper/ duplicate",
      "end complete",
    ]);
  });
});

describe("unavailable pages", () => {
  test("nofollow ignores links", async () => {
    const { crawl } = fakeSite({
      "/": page(["/meta", "/header"]),
      "/meta": page(["/x"], '<meta name="robots" content="nofollow">'),
      "/header": { body: page(["/y"]), headers: { "x-robots-tag": "nofollow" } },
    });
    const events = await crawl();
    expect(lines(events)).toEqual(["page /", "page /meta", "page /header", "end complete"]);
    expect(events.map((event) => (event.type === "page" ? event.links.length : 0))).toEqual([2, 0, 0, 0]);
  });

  test("noindex skips the page but follows its links, and applies to files by header", async () => {
    const { crawl } = fakeSite({
      "/": page(["/list", "/file.pdf"]),
      "/list": { body: page(["/a"]), headers: { "x-robots-tag": "noindex" } },
      "/file.pdf": { body: "%PDF-", headers: { "content-type": "application/pdf", "x-robots-tag": "none" } },
      "/a": page(),
    });
    expect(lines(await crawl())).toEqual([
      "page /",
      "skipped /list noindex",
      "skipped /file.pdf noindex",
      "page /a",
      "end complete",
    ]);
  });

  test("make the crawl incomplete when a known page now requires a login", async () => {
    const wall = { status: 302, headers: { location: "/login" } };
    for (const answer of [wall, { status: 403 }, "<form><input type=password></form>"]) {
      const site = { "/": page(["/a"]), "/a": answer };
      expect(lines(await fakeSite(site).crawl())).toEqual([
        "page /",
        "skipped /a login kept",
        "end complete",
      ]);
      const again = await fakeSite(site).crawl({ known: known({ "/a": {} }) });
      expect(lines(again).at(-1)).toMatch(/end A page that used to be public is no longer public/);
    }
  });

  test("follow known links behind a failing page, and make the crawl incomplete", async () => {
    const { crawl } = fakeSite({ "/": page(["/a"]), "/a": { status: 503 }, "/b": { status: 304 } });
    const events = await crawl({ known: known({ "/a": { links: [`${HOST}/b`] }, "/b": {} }) });
    expect(lines(events)).toEqual([
      "page /",
      "failed /a retryable",
      "unchanged /b",
      "end Some pages could not be read.",
    ]);
  });

  test("end the crawl after consecutive failures", async () => {
    const links = Array.from({ length: 20 }, (_, i) => `/${i}`);
    const away = { error: new ParleyError("unavailable", "Away.") };
    const { crawl, requested } = fakeSite({
      "/": page(links),
      ...Object.fromEntries(links.map((link) => [link, away])),
    });
    expect(endOf(await crawl()).reason).toBe("The site stopped responding.");
    expect(requested).toHaveLength(2 + 5 * 3);
  });

  test("fail permanently for an unexpected status", async () => {
    const { crawl } = fakeSite({
      "/": page(["/304", "/204", "/300", "/418", "/charset", "/deep"]),
      "/304": { status: 304 },
      "/204": { status: 204 },
      "/300": { status: 300, headers: { location: "/x" } },
      "/418": { status: 418 },
      "/charset": {
        body: Buffer.from([0xff, 0xfe, 0xfd]),
        headers: { "content-type": "text/html; charset=nonsense" },
      },
      "/deep": "<b>".repeat(5_000),
    });
    const outcome = lines(await crawl());
    expect(outcome.slice(1)).toEqual([
      "failed /304",
      "failed /204",
      "failed /300",
      "failed /418",
      "failed /charset",
      "failed /deep",
      "end complete",
    ]);
  });

  test("throw our own errors instead of reporting a site failure", async () => {
    const { crawl } = fakeSite({ "/": page() });
    const broken = async () => {
      throw new TypeError("a mistake");
    };
    await expect(crawl({ known: broken })).rejects.toThrow("a mistake");
  });
});

describe("known pages", () => {
  test("are requested by etag, else by date, and keep their links when unchanged", async () => {
    const headers: Record<string, string>[] = [];
    const unchanged = (_: number, request: { headers?: Record<string, string> }) => {
      headers.push(request.headers ?? {});
      return { status: 304 };
    };
    const { crawl } = fakeSite({ "/": unchanged, "/a": unchanged, "/b": page() });
    const pages = {
      "/": { etag: 'W/"1"', lastModified: "Mon", links: [`${HOST}/a`, "https://b.example/"] },
      "/a": { etag: null, lastModified: "Tue", links: [`${HOST}/b`] },
      "/b": { etag: null, lastModified: null },
    };
    expect(lines(await crawl({ known: known(pages) }))).toEqual([
      "unchanged /",
      "unchanged /a",
      "page /b",
      "end complete",
    ]);
    expect(headers).toEqual([{ "if-none-match": 'W/"1"' }, { "if-modified-since": "Tue" }]);
  });

  test("stay duplicates when unchanged, and are withdrawn when noindex is added", async () => {
    const { crawl } = fakeSite({
      "/": { status: 304 },
      "/copy": { status: 304 },
      "/late": { status: 304, headers: { "x-robots-tag": "noindex" } },
    });
    const links = [`${HOST}/copy`, `${HOST}/late`];
    const pages = { "/": { bodyHash: "1", links }, "/copy": { bodyHash: "1" }, "/late": {} };
    expect(lines(await crawl({ known: known(pages) }))).toEqual([
      "unchanged /",
      "skipped /copy duplicate",
      "skipped /late noindex",
      "end complete",
    ]);
  });
});

describe("sitemaps", () => {
  const urlset = (...paths: string[]) =>
    `<urlset>${paths.map((one) => `<url><loc>${one}</loc></url>`).join("")}</urlset>`;
  const index = (...paths: string[]) =>
    `<sitemapindex>${paths.map((one) => `<sitemap><loc>${one}</loc></sitemap>`).join("")}</sitemapindex>`;
  const start = `${HOST}/map.xml`;

  test("are read from an index, gzipped, as text and by redirect, with each page once, in order and within the site", async () => {
    const { crawl, requested } = fakeSite({
      "/robots.txt": "User-agent: *\nDisallow: /no",
      "/map.xml": index("/1.xml.gz", "/2.txt", "/1.xml.gz", "https://b.example/3.xml", "/no.xml"),
      "/1.xml.gz": {
        body: gzipSync(urlset("/a", "/b", "https://b.example/", "/a#top", "mailto:x", "http://127.0.0.1/")),
      },
      "/2.txt": { status: 302, headers: { location: "/2b.txt" } },
      "/2b.txt": `${HOST}/c?utm_source=map\n${HOST}/b`,
      "/a": page(["/never"]),
      "/b": page(),
      "/c": page(),
    });
    expect(lines(await crawl({ kind: "sitemap", start }))).toEqual([
      "skipped https://b.example/3.xml scope kept",
      "skipped /no.xml robots kept",
      "skipped https://b.example/ scope",
      "skipped http://127.0.0.1/ scope",
      "page /a",
      "page /b",
      "page /c",
      "end Some sitemaps could not be read completely.",
    ]);
    expect(requested).toEqual([
      "/robots.txt",
      "/map.xml",
      "/1.xml.gz",
      "/2.txt",
      "/2b.txt",
      "/a",
      "/b",
      "/c",
    ]);
  });

  test.each<[string, Parameters<typeof fakeSite>[0][string], string]>([
    ["that is a page", page(), "failed /map.xml"],
    ["that is gone", { status: 404 }, "failed /map.xml"],
    ["that fails", { status: 502 }, "failed /map.xml retryable"],
    ["that redirects for ever", { status: 302, headers: { location: "/map.xml" } }, "failed /map.xml"],
    [
      "that leads out",
      { status: 302, headers: { location: "http://127.0.0.1/map.xml" } },
      "skipped /map.xml scope kept",
    ],
    ["that leads nowhere", { status: 302, headers: { location: "file:///etc/passwd" } }, "failed /map.xml"],
    ["that is a bomb", { body: gzipSync(Buffer.alloc(60_000_000)) }, "failed /map.xml"],
  ])("reports one %s, and treats nothing as gone", async (_, answer, outcome) => {
    const { crawl, requested } = fakeSite({ "/map.xml": answer });
    expect(lines(await crawl({ kind: "sitemap", start }))).toEqual([outcome, "end No page could be read."]);
    expect(requested.length).toBeLessThanOrEqual(1 + 6);
  });

  test("skip an index within an index, and sitemaps beyond the limit", async () => {
    const many = Array.from({ length: 80 }, (_, i) => `/s${i}.xml`);
    const { crawl, requested } = fakeSite({
      "/map.xml": index("/inner.xml", ...many),
      "/inner.xml": index("/deep.xml"),
      "/s0.xml": urlset("/a"),
      "/a": page(),
    });
    const events = await crawl({ kind: "sitemap", start });
    expect(requested.filter((one) => one.endsWith(".xml"))).toHaveLength(50);
    expect(requested).not.toContain("/deep.xml");
    expect(endOf(events).complete).toBe(false);
  });

  test("SSR-14 are limited to the frontier size for a million addresses", async () => {
    const entry = (i: number) => `<url><loc>/p${i}</loc></url>`;
    const body = `<urlset>${Array.from({ length: 200_000 }, (_, i) => entry(i)).join("")}</urlset>`;
    const { crawl, requested } = fakeSite({ "/map.xml": { body } });
    const events = await crawl({ kind: "sitemap", start, limits: { maxPages: 3 } });
    expect(requested).toHaveLength(2 + 3 * 4 + 20);
    expect(endOf(events).complete).toBe(false);
  });
});
