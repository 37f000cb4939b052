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
    const { crawl, asked } = fakeSite({ "/robots.txt": robots, "/": page() });
    expect(lines(await crawl())).toEqual(["failed / retryable", "end No page could be read."]);
    expect(asked).not.toContain("/");
  });

  test("is read for our name, with the query, and asked for once a host", async () => {
    const { crawl, asked } = fakeSite({
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
    expect(asked.filter((one) => one.endsWith("robots.txt"))).toEqual([
      "/robots.txt",
      "https://b.example/robots.txt",
    ]);
  });
});

describe("where it begins", () => {
  test.each(["nonsense", "ftp://a.example/", "https://u:p@a.example/", ""])(
    "%s is no address",
    async (start) => {
      const { crawl, asked } = fakeSite({});
      await expect(crawl({ start })).rejects.toMatchObject({ code: "invalid" });
      expect(asked).toEqual([]);
    },
  );

  test("a start page that only moves to https or www. takes the site along", async () => {
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

  test("a start page that moves to another host ends it", async () => {
    const { crawl, asked } = fakeSite({ "/": { status: 301, headers: { location: "https://b.example/" } } });
    expect(lines(await crawl())).toEqual(["skipped / scope", "end No page could be read."]);
    expect(asked).toEqual(["/robots.txt", "/"]);
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

  test("of pages: as many as there are is complete, one more is not", async () => {
    const site = { "/": page(["/a", "/b"]), "/a": page(), "/b": page() };
    expect(lines(await fakeSite(site).crawl({ limits: { maxPages: 3 } })).at(-1)).toBe("end complete");
    const events = await fakeSite(site).crawl({ limits: { maxPages: 2 } });
    expect(events.filter(({ type }) => type === "page")).toHaveLength(2);
    expect(endOf(events)).toMatchObject({
      complete: false,
      reason: expect.stringMatching(/more pages than the limit of 2/),
    });
  });

  test("of bytes: together, and for the page that would go beyond", async () => {
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

  test("of addresses that hold no page", async () => {
    const links = Array.from({ length: 100 }, (_, i) => `/none-${i}`);
    const { crawl, asked } = fakeSite({ "/": page(links) });
    const events = await crawl({ limits: { maxPages: 5 } });
    expect(endOf(events)).toMatchObject({ complete: false, reason: "Too few of its URLs lead to a page." });
    expect(asked).toHaveLength(1 + 5 * 4 + 20);
  });

  test("of addresses kept in mind", async () => {
    const links = Array.from({ length: 50 }, (_, i) => `/p${i}`);
    const { crawl } = fakeSite({ "/": page(links) });
    expect(endOf(await crawl({ limits: { maxPages: 2 } })).complete).toBe(false);
  });

  test("nobody gets more than the caps, and nonsense is the least", async () => {
    const { crawl } = fakeSite(chain);
    const events = await crawl({ limits: { maxPages: Number.NaN } });
    expect(events.filter(({ type }) => type === "page")).toHaveLength(1);
  });
});

describe("addresses that lead on", () => {
  const to = (location: string, status = 302) => ({ status, headers: { location } });

  test("SSR-04 in a circle, in a longer one, and to itself, end for good", async () => {
    const { crawl, asked } = fakeSite({
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
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("SSR-04 five times arrive, six do not", async () => {
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
    const told = lines(await crawl());
    expect(told).toContain("page /5-5");
    expect(told).toContain("failed /6-5");
    expect(told.join()).not.toContain("/6-6");
  });

  test("to a page that was met already, which is not read again", async () => {
    const { crawl, asked } = fakeSite({ "/": page(["/a", "/old"]), "/a": page(), "/old": to("/a") });
    expect(lines(await crawl())).toEqual(["page /", "page /a", "skipped /old moved", "end complete"]);
    expect(asked.filter((one) => one === "/a")).toHaveLength(1);
  });

  test("out of the site, or to no address at all", async () => {
    const { crawl, asked } = fakeSite({
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
    expect(asked).toHaveLength(6);
  });

  test("by canonical link: the page named is read in its place, once, and one that names back is a page", async () => {
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

  test("canonical links and refreshes without end come to one", async () => {
    const answers = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        [`/c${i}`, page([], `<link rel="canonical" href="/c${i + 1}">`)],
        [`/r${i}`, `<meta http-equiv="refresh" content="0; url=/r${i + 1}">`],
      ]).flat(),
    );
    const told = lines(await fakeSite({ ...answers, "/": page(["/c0", "/r0"]) }).crawl());
    expect(told).toContain("page /c5");
    expect(told).toContain("failed /r5");
    expect(told).toHaveLength(1 + 6 + 6 + 1);
  });

  test("copies of a page are skipped, and lead to no further copies", async () => {
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

describe("pages that are not to be had", () => {
  test("nofollow: no links", async () => {
    const { crawl } = fakeSite({
      "/": page(["/meta", "/header"]),
      "/meta": page(["/x"], '<meta name="robots" content="nofollow">'),
      "/header": { body: page(["/y"]), headers: { "x-robots-tag": "nofollow" } },
    });
    const events = await crawl();
    expect(lines(events)).toEqual(["page /", "page /meta", "page /header", "end complete"]);
    expect(events.map((event) => (event.type === "page" ? event.links.length : 0))).toEqual([2, 0, 0, 0]);
  });

  test("noindex: not the page, but its links; a file by its header", async () => {
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

  test("a page that was open before and now asks for a sign-in leaves a doubt", async () => {
    const wall = { status: 302, headers: { location: "/login" } };
    for (const answer of [wall, { status: 403 }, "<form><input type=password></form>"]) {
      const site = { "/": page(["/a"]), "/a": answer };
      expect(lines(await fakeSite(site).crawl())).toEqual([
        "page /",
        "skipped /a login kept",
        "end complete",
      ]);
      const again = await fakeSite(site).crawl({ known: known({ "/a": {} }) });
      expect(lines(again).at(-1)).toMatch(/end A page that used to be public no longer is/);
    }
  });

  test("a page that fails: those behind it are still met, and the crawl is not complete", async () => {
    const { crawl } = fakeSite({ "/": page(["/a"]), "/a": { status: 503 }, "/b": { status: 304 } });
    const events = await crawl({ known: known({ "/a": { links: [`${HOST}/b`] }, "/b": {} }) });
    expect(lines(events)).toEqual([
      "page /",
      "failed /a retryable",
      "unchanged /b",
      "end Some pages could not be read.",
    ]);
  });

  test("a site that fails without a break is left alone", async () => {
    const links = Array.from({ length: 20 }, (_, i) => `/${i}`);
    const away = { error: new ParleyError("unavailable", "Away.") };
    const { crawl, asked } = fakeSite({
      "/": page(links),
      ...Object.fromEntries(links.map((link) => [link, away])),
    });
    expect(endOf(await crawl()).reason).toBe("The site stopped responding.");
    expect(asked).toHaveLength(2 + 5 * 3);
  });

  test("an answer that is none fails for good", async () => {
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
    const told = lines(await crawl());
    expect(told.slice(1)).toEqual([
      "failed /304",
      "failed /204",
      "failed /300",
      "failed /418",
      "failed /charset",
      "failed /deep",
      "end complete",
    ]);
  });

  test("a mistake of ours is no failure of the site", async () => {
    const { crawl } = fakeSite({ "/": page() });
    const broken = async () => {
      throw new TypeError("a mistake");
    };
    await expect(crawl({ known: broken })).rejects.toThrow("a mistake");
  });
});

describe("what is known from before", () => {
  test("is asked about by etag, else by date; what is unchanged keeps its links", async () => {
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

  test("copies stay copies when neither is sent again, and a page that is closed to indexes now is withdrawn", async () => {
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

  test("an index of them, gzipped, as text, by redirect; each page once, in order, out of the site not at all", async () => {
    const { crawl, asked } = fakeSite({
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
    expect(asked).toEqual(["/robots.txt", "/map.xml", "/1.xml.gz", "/2.txt", "/2b.txt", "/a", "/b", "/c"]);
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
  ])("one %s is told of, and nothing may be taken for gone", async (_, answer, told) => {
    const { crawl, asked } = fakeSite({ "/map.xml": answer });
    expect(lines(await crawl({ kind: "sitemap", start }))).toEqual([told, "end No page could be read."]);
    expect(asked.length).toBeLessThanOrEqual(1 + 6);
  });

  test("an index within an index is not gone into, and of too many the rest is not read", async () => {
    const many = Array.from({ length: 80 }, (_, i) => `/s${i}.xml`);
    const { crawl, asked } = fakeSite({
      "/map.xml": index("/inner.xml", ...many),
      "/inner.xml": index("/deep.xml"),
      "/s0.xml": urlset("/a"),
      "/a": page(),
    });
    const events = await crawl({ kind: "sitemap", start });
    expect(asked.filter((one) => one.endsWith(".xml"))).toHaveLength(50);
    expect(asked).not.toContain("/deep.xml");
    expect(endOf(events).complete).toBe(false);
  });

  test("SSR-14 of a million addresses, as many are kept as may be read", async () => {
    const entry = (i: number) => `<url><loc>/p${i}</loc></url>`;
    const body = `<urlset>${Array.from({ length: 200_000 }, (_, i) => entry(i)).join("")}</urlset>`;
    const { crawl, asked } = fakeSite({ "/map.xml": { body } });
    const events = await crawl({ kind: "sitemap", start, limits: { maxPages: 3 } });
    expect(asked).toHaveLength(2 + 3 * 4 + 20);
    expect(endOf(events).complete).toBe(false);
  });
});
