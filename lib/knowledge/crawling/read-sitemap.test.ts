import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readSitemap } from "./read-sitemap.ts";

const read = (text: string, max = 100) => readSitemap(Buffer.from(text), max);
const head = '<?xml version="1.0" encoding="UTF-8"?>';
const urlset = (inside: string) =>
  `${head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inside}</urlset>`;
const entry = (address: string) => `<url><loc>${address}</loc><lastmod>2026-11-01</lastmod></url>\n`;
const [a, b] = ["https://a.example/1", "https://a.example/2?x=1&y=2"];
const pages = { kind: "pages", addresses: [a, b], isTruncated: false };
const plain = urlset(entry(a) + entry(b.replace("&", "&amp;")));

describe("sitemap formats", () => {
  test.each<[string, string]>([
    ["as the protocol has it", plain],
    ["without a declaration", plain.slice(head.length)],
    ["after white space", `\n  ${plain.slice(head.length)}`],
    ["after a byte order mark", `\ufeff${plain}`],
    ["with a prefix", plain.replaceAll(/<(\/?)(\w)/g, "<$1s:$2").replace("xmlns=", "xmlns:s=")],
    ["with CDATA", urlset(entry(a) + entry(`<![CDATA[${b}]]>`))],
    ["with numeric entities", urlset(entry(a) + entry(b.replace("&", "&#x26;")))],
    ["with spaces around", urlset(entry(`\n ${a} `) + entry(b.replace("&", "&amp;")))],
    [
      "with pictures, whose addresses are others",
      plain.replace(
        "</lastmod>",
        "</lastmod><image:image><image:loc>https://a.example/p.png</image:loc></image:image>",
      ),
    ],
    ["with an ampersand of its own", urlset(entry(a) + entry(b))],
    ["with an end tag missing", plain.replace("</lastmod>", "")],
    ["as lines", `${a}\r\n\n${b}\n`],
  ])("%s", (_, text) => {
    expect(read(text)).toEqual(pages);
  });

  test("reads a gzipped sitemap", () => {
    expect(readSitemap(gzipSync(plain), 100)).toEqual(pages);
    expect(readSitemap(gzipSync(`${a}\n${b}`), 100)).toEqual(pages);
  });

  test("reads an index", () => {
    const text = `${head}<sitemapindex><sitemap><loc>${a}</loc></sitemap><url><loc>${b}</loc></url></sitemapindex>`;
    expect(read(text)).toEqual({ kind: "index", addresses: [a], isTruncated: false });
  });

  test("keeps the addresses before the cut in a truncated sitemap", () => {
    expect(read(plain.slice(0, plain.indexOf(b.slice(0, 10), plain.indexOf(a) + 5) + 12)).addresses).toEqual([
      a,
    ]);
  });

  test("decodes an entity or letter that spans two slices", () => {
    for (let shift = 0; shift < 50; shift += 1) {
      const address = `${a}?é=1&amp;b=2&c=3`;
      const text = `<urlset><!--${"x".repeat(65_536 - 80 + shift)}-->${entry(address)}</urlset>`;
      expect(read(text).addresses).toEqual([`${a}?é=1&b=2&c=3`]);
    }
  });

  test("lists nothing for an empty sitemap", () => {
    expect(read(urlset(""))).toEqual({ kind: "pages", addresses: [], isTruncated: false });
  });
});

test.each([
  ["nothing", ""],
  ["a page", "<!doctype html><html><body><p>Hello</body></html>"],
  ["a feed", `${head}<rss><channel><link>https://a.example/</link></channel></rss>`],
  ["prose", "Hello.\nhttps://a.example/1"],
  ["JSON", "{}"],
])("%s is not a sitemap", (_, text) => {
  expect(() => read(text)).toThrow("This is not a sitemap.");
});

describe("UPL-05 hostile sitemaps", () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    "",
  );
  test("does not expand billion laughs", () => {
    const text = `${head}<!DOCTYPE x [<!ENTITY l0 "lol">${laughs}]><urlset>${entry("&l9;")}${entry(a)}</urlset>`;
    const before = process.memoryUsage().heapUsed;
    expect(read(text).addresses).toEqual(["&l9;", a]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });

  test("does not load external entities and document types", () => {
    const text = `${head}<!DOCTYPE urlset SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><urlset>${entry("&x;")}${entry(a)}</urlset>`;
    expect(read(text).addresses).toEqual(["&x;", a]);
  });

  test("stops at the cap for a million addresses", () => {
    const bytes = Buffer.concat([Buffer.from("<urlset>"), Buffer.alloc(52_000_000, entry(a))]);
    expect(bytes.length).toBeGreaterThan(50_000_000);
    const found = readSitemap(bytes, 2_000);
    expect(found).toMatchObject({ kind: "pages", isTruncated: true });
    expect(found.addresses).toHaveLength(2_000);
    expect(readSitemap(Buffer.alloc(20_000_000, `${a}\n`), 2_000)).toMatchObject({ isTruncated: true });
  });

  test("is not truncated at exactly the cap", () => {
    expect(read(plain, 2)).toEqual(pages);
    expect(read(`${a}\n${b}`, 2)).toEqual(pages);
    expect(read(plain, 1)).toEqual({ kind: "pages", addresses: [a], isTruncated: true });
  });

  test("rejects a gzip bomb and a damaged file", () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000));
    expect(() => readSitemap(bomb, 10)).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(() => readSitemap(gzipSync(plain).subarray(0, -9), 10)).toThrow(/damaged/);
  });

  test("bounds nesting, long text and a million attributes", () => {
    expect(() => read(`<urlset>${"<a>".repeat(1_000_000)}`)).toThrow(/nested too deeply/);
    expect(read(urlset(entry("x".repeat(2_000_000)) + entry(a))).addresses.at(-1)).toBe(a);
    const attributes = Array.from({ length: 200_000 }, (_, i) => `a${i}=""`).join(" ");
    expect(read(urlset(`<x ${attributes}/>${entry(a)}`)).addresses).toEqual([a]);
  });
});
