import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createBrotliCompress, createGzip } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { fetchPublic } from "#lib/core/outbound.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { ingestNow } from "../testing/ingest-now.ts";
import type { CrawlEvent, CrawlInput } from "./crawl.ts";
import { crawlSite } from "./crawl-site.ts";
import { openGuardedLab, privateHosts } from "./testing/guarded-lab.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

type Reply = (response: ServerResponse) => void;
let replies: Record<string, Reply> = {};
const lab = await openGuardedLab((request, response) => {
  const reply = replies[request.url ?? ""];
  if (reply) reply(response);
  else response.writeHead(404).end();
});
const { at, port } = lab;
afterAll(() => lab.close());
beforeEach(() => {
  replies = {};
  lab.requested.length = 0;
});
let atFirst = 0;
beforeEach(() => {
  atFirst = lab.privateConnections();
});
afterEach(() => {
  expect(lab.privateConnections()).toBe(atFirst + controls);
  controls = 0;
});
let controls = 0;

test("control: reaches and counts the listeners without the guard", async () => {
  const open: typeof fetchPublic = (address, options) =>
    fetchPublic(address, { ...options, allowPorts: [port], isPublic: () => true });
  await open(at("/", "127.0.0.1"), { maxBytes: 100, timeoutMs: 5_000 });
  await open(at("/", "[::1]"), { maxBytes: 100, timeoutMs: 5_000 });
  controls = 2;
});

const html =
  (body: string): Reply =>
  (response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(`${body}<p>${Math.random()}`);
const redirect =
  (location: string, status = 302): Reply =>
  (response) =>
    // UTF-8 bytes, because a header cannot hold them in any other way.
    response.writeHead(status, { location: Buffer.from(location).toString("latin1") }).end();
const text =
  (body: string): Reply =>
  (response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end(body);
const targets = privateHosts.map((host) => at("/secret", host));
const links = (addresses: string[]) => addresses.map((one) => `<a href="${one}">x</a>`).join("");
/** In scope, so that only the guarded fetch can stop the crawl. */
const hosts = [
  "127.0.0.1",
  "[::1]",
  "[::ffff:7f00:1]",
  "private.example",
  "private-six.example",
  "mixed.example",
  "alias.example",
].map((host) => `${host}:${port}`);

async function crawl(given: Partial<CrawlInput> = {}): Promise<CrawlEvent[]> {
  const events: CrawlEvent[] = [];
  const input = {
    start: at("/"),
    kind: "site" as const,
    fetchPage: lab.fetchPage,
    limits: { hosts },
    delayMs: 0,
    sleep: async () => {},
  };
  for await (const event of crawlSite({ ...input, ...given })) events.push(event);
  // Failure reasons must not reveal anything about the internal network; content of the pages themselves is
  // fine.
  const reasons = events.flatMap((event) => (event.type === "failed" ? [event.reason] : []));
  expect(reasons.join()).not.toMatch(/secret|\d+\.\d+\.|::/);
  return events;
}
const pages = (events: CrawlEvent[]) => events.flatMap((event) => (event.type === "page" ? [event.url] : []));

describe("crawlSite", () => {
  test("SSR-01 SSR-03 never connects to an internal host as the start page", async () => {
    for (const kind of ["site", "sitemap"] as const) {
      for (const start of targets) {
        const ended = await crawl({ start, kind }).catch((error) => error.code);
        expect(ended === "invalid" || pages(ended).length === 0, start).toBe(true);
      }
    }
    expect(lab.requested).toEqual([]);
  });

  test("SSR-01 SSR-03 SSR-06 nor through links, frames, bases and canonical addresses", async () => {
    const odd = [
      `//127.0.0.1:${port}/`,
      "file:///etc/passwd",
      "gopher://127.0.0.1/",
      `http://u:p@127.0.0.1:${port}/`,
      `http://[fe80::1%25lo]:${port}/`,
      "http://site.example:22/",
    ];
    replies = {
      "/": html(
        `${links([...targets, ...odd, "/base", "/canonical"])}<iframe src="${at("/", "127.0.0.1")}"></iframe>`,
      ),
      "/base": html(`<base href="${at("/", "127.0.0.1")}"><a href="inside">x</a>`),
      "/canonical": html(`<link rel="canonical" href="${at("/", "private.example")}">`),
    };
    const events = await crawl();
    expect(pages(events)).toEqual([at("/"), at("/base")]);
    expect(lab.requested).toEqual(
      ["/robots.txt", "/", "/base", "/canonical"].map((path) => `site.example${path}`),
    );
  });

  test.each([301, 302, 303, 307, 308])(
    "SSR-04 nor by a %i redirect, at the first hop and at the third",
    async (status) => {
      const inside = [...targets, `//127.0.0.1:${port}/`, `//[::1]:${port}/`];
      replies = { "/": html(links(inside.flatMap((_, i) => [`/one-${i}`, `/a-${i}`]))) };
      inside.forEach((target, i) => {
        replies[`/one-${i}`] = redirect(target, status);
        replies[`/a-${i}`] = redirect(`/b-${i}`, status);
        replies[`/b-${i}`] = redirect(`/c-${i}`, 307);
        replies[`/c-${i}`] = redirect(target, status);
      });
      expect(pages(await crawl())).toEqual([at("/")]);
      expect(lab.requested).toHaveLength(2 + inside.length * 4);
    },
  );

  test("SSR-04 nor by meta refresh", async () => {
    replies = { "/": html(links(targets.map((_, i) => `/r-${i}`))) };
    targets.forEach((target, i) => {
      replies[`/r-${i}`] = html(`<meta http-equiv="refresh" content="0; url=${target}">`);
    });
    expect(pages(await crawl())).toEqual([at("/")]);
  });

  test("SSR-04 fails permanently after loops and more than five hops", async () => {
    replies = { "/": html(links(["/loop", "/1"])), "/loop": redirect("/pool"), "/pool": redirect("/loop") };
    for (let i = 1; i < 9; i += 1) replies[`/${i}`] = redirect(`/${i + 1}`);
    const events = await crawl();
    const failed = events.filter(({ type }) => type === "failed");
    expect(failed).toMatchObject([
      { url: at("/pool"), reason: "It redirects in a loop.", retryable: false },
      { url: at("/6"), reason: "It redirects too many times.", retryable: false },
    ]);
    expect(lab.requested).toHaveLength(2 + 2 + 6);
  });

  test("SSR-04 SSR-14 allows nothing when robots.txt redirects to an internal host", async () => {
    for (const target of targets) {
      replies = { "/robots.txt": redirect(target), "/": html("x") };
      expect(pages(await crawl())).toEqual([]);
    }
    expect(new Set(lab.requested)).toEqual(new Set(["site.example/robots.txt"]));
  });

  test("SSR-01 SSR-03 nor through internal sitemaps, indexes, and listed pages", async () => {
    const listed = (name: string) => targets.map((one) => `<${name}><loc>${one}</loc></${name}>`).join("");
    replies = {
      "/robots.txt": text(targets.map((one) => `Sitemap: ${one}`).join("\n")),
      "/index.xml": text(
        `<sitemapindex>${listed("sitemap")}<sitemap><loc>/moved.xml</loc></sitemap></sitemapindex>`,
      ),
      "/moved.xml": redirect(at("/secret", "private.example")),
      "/pages.xml": text(`<urlset>${listed("url")}<url><loc>/page</loc></url></urlset>`),
      "/page": html("Page"),
    };
    expect(pages(await crawl({ kind: "sitemap" }))).toEqual([]);
    expect(pages(await crawl({ kind: "sitemap", start: at("/index.xml") }))).toEqual([]);
    expect(pages(await crawl({ kind: "sitemap", start: at("/pages.xml") }))).toEqual([at("/page")]);
  });

  test("UPL-05 does not fetch a sitemap's entities and document type", async () => {
    const type = `<!DOCTYPE urlset SYSTEM "${at("/x.dtd", "127.0.0.1")}" [<!ENTITY x SYSTEM "${at("/", "127.0.0.1")}"><!ENTITY y SYSTEM "${at("/y")}">]>`;
    replies = {
      "/map.xml": text(`${type}<urlset><url><loc>&x;</loc></url><url><loc>&y;</loc></url></urlset>`),
    };
    await crawl({ kind: "sitemap", start: at("/map.xml") });
    expect(lab.requested).not.toContain("site.example/y");
  });

  test("SSR-03 does not connect again to a name that becomes private after its first page", async () => {
    replies = { "/": html(links(["/a", "/b"])), "/a": html("a"), "/b": html("b") };
    const events = await crawl({ start: at("/", "rebinding.example") });
    expect(pages(events)).toEqual([at("/", "rebinding.example")]);
    expect(lab.requested).toEqual(["rebinding.example/robots.txt", "rebinding.example/"]);
  });
});

describe("SSR-09 crawlSite ends for any page", () => {
  const zeros = () =>
    new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
  const type = { "content-type": "text/html" };
  const slow: [string, Reply][] = [
    ["never answers", () => {}],
    ["sends headers only", (response) => response.writeHead(200, type).flushHeaders()],
    [
      "sends a byte every 50 ms",
      (response) => {
        const timer = setInterval(() => response.write("x"), 50);
        response.writeHead(200, type).on("close", () => clearInterval(timer));
      },
    ],
    [
      "sends headers of 1 MB",
      (response) => response.writeHead(200, { ...type, "x-large": "x".repeat(1_000_000) }).end(),
    ],
  ];
  test.each(slow)("that %s", async (_, reply) => {
    replies = { "/": html(links(["/slow", "/quick"])), "/slow": reply, "/quick": html("quick") };
    const hasty = lab.within(400);
    const events = await crawl({
      fetchPage: (url, options) => (url === at("/slow") ? hasty : lab.fetchPage)(url, options),
    });
    expect(pages(events)).toEqual([at("/"), at("/quick")]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "failed", url: at("/slow"), retryable: true }),
    );
  });

  const large: [string, Reply][] = [
    ["is endless", (response) => zeros().pipe(response.writeHead(200, type))],
    [
      "is an endless gzip bomb",
      (response) =>
        zeros()
          .pipe(createGzip())
          .pipe(response.writeHead(200, { ...type, "content-encoding": "gzip" })),
    ],
    [
      "is an endless brotli bomb",
      (response) =>
        zeros()
          .pipe(createBrotliCompress())
          .pipe(response.writeHead(200, { ...type, "content-encoding": "br" })),
    ],
    [
      "announces 10 GB",
      (response) => response.writeHead(200, { ...type, "content-length": 1e10 }).flushHeaders(),
    ],
  ];
  test.each(large)("that %s", async (_, reply) => {
    replies = { "/": html(links(["/large", "/quick"])), "/large": reply, "/quick": html("quick") };
    let most = 0;
    // Memory of this thread: resident memory would include other threads of the test run.
    const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
    const before = held();
    const timer = setInterval(() => {
      // Collects garbage first: the test servers here create as much as is read.
      if (held() - before > 50_000_000) collectGarbage();
      most = Math.max(most, held() - before);
    }, 20);
    const events = await crawl({ limits: { maxBytes: 100_000_000 } });
    clearInterval(timer);
    expect(pages(events)).toEqual([at("/"), at("/quick")]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "skipped", url: at("/large"), code: "size" }),
    );
    expect(most).toBeLessThan(100_000_000);
  });
});

describe("ingesting a page", () => {
  test("SSR-01 SSR-03 never connects to an internal host", async () => {
    const { ctx, sourceId } = await makeTenant();
    for (const url of targets) {
      expect(await ingestNow(ctx, { sourceId, url }, lab.fetchPage), url).toMatchObject({ state: "failed" });
    }
    expect(lab.requested).toEqual([]);
  });

  test("SSR-04 nor by redirect with any status; loops and more than five hops are not retried", async () => {
    const { ctx, sourceId } = await makeTenant();
    const ingest = (path: string) => ingestNow(ctx, { sourceId, url: at(path) }, lab.fetchPage);
    for (const status of [301, 302, 303, 307, 308]) {
      for (const target of [...targets, `//127.0.0.1:${port}/`]) {
        replies = { "/": redirect("/next", 302), "/next": redirect(target, status) };
        expect(await ingest("/"), target).toMatchObject({ state: "failed" });
      }
    }
    replies = { "/a": redirect("/b"), "/b": redirect("/a") };
    expect(await ingest("/a")).toMatchObject({ state: "failed", reason: expect.stringMatching(/in a loop/) });
    for (let i = 1; i < 9; i += 1) replies[`/${i}`] = redirect(`/${i + 1}`);
    expect(await ingest("/1")).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/too many times/),
    });
  });

  test("SSR-04 treats a meta refresh as content, SSR-03 rejects a rebinding name", async () => {
    const { ctx, sourceId } = await makeTenant();
    const url = at("/", "rebinding.example");
    replies = {
      "/": html(`<h1>Hours</h1><p>Open.<meta http-equiv="refresh" content="0; url=${at("/", "127.0.0.1")}">`),
    };
    const answers = [];
    for (let i = 0; i < 4; i += 1) {
      answers.push((await ingestNow(ctx, { sourceId, url }, lab.fetchPage)).state);
    }
    expect(answers.at(-1)).toBe("failed");
  });
});
