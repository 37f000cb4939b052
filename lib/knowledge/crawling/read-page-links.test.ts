import { describe, expect, test } from "vitest";
import { readPageLinks } from "./read-page-links.ts";

const at = "https://a.example/docs/page?x=1";
const read = (html: string, address = at) => readPageLinks(html, address, "Parley");
const prose = `<p>${"Words that fill a page with its own text. ".repeat(30)}</p>`;

describe("links", () => {
  test("are read from a and area: absolute, without duplicates, in order", () => {
    const html = `<nav><a href="b">b</a></nav><a href=/c#part>c</a><map><area href="//d.example/d"></map>
      <a href="b#again">b</a><footer><a href="?y=2">e</a></footer><a href="https://A.example:443/f?utm_source=x">f</a>`;
    expect(read(html).links).toEqual([
      "https://a.example/docs/b",
      "https://a.example/c",
      "https://d.example/d",
      "https://a.example/docs/page?y=2",
      "https://a.example/f",
    ]);
  });

  test("exclude nofollow and unsupported schemes", () => {
    const html = `<a>x</a><a href="">x</a><a href="mailto:a@b.c">x</a><a href="javascript:go()">x</a><a href="tel:1">x</a>
      <a href="data:text/html,x">x</a><a rel="external NOFOLLOW" href="/n">x</a><!-- <a href="/comment">x</a> -->
      <script>"<a href='/script'>"</script><template><a href="/template">x</a></template><textarea><a href="/t"></textarea>
      <link href="/style.css" rel="stylesheet"><img src="/i.png"><iframe src="/frame"></iframe>`;
    expect(read(html).links).toEqual([]);
  });

  test("are relative to the first base with an address", () => {
    const html = `<base target="_blank"><base href="/other/"><base href="/third/"><a href="b">b</a>`;
    expect(read(html).links).toEqual(["https://a.example/other/b"]);
    expect(read(`<base href="javascript:x"><a href="b">b</a>`).links).toEqual(["https://a.example/docs/b"]);
  });

  test("are read from broken markup as in a browser", () => {
    expect(read(`<A HREF=b>x<a href='c>d'>y<table><a href=e>z`).links).toEqual([
      "https://a.example/docs/b",
      "https://a.example/docs/c%3Ed",
      "https://a.example/docs/e",
    ]);
  });

  test("are limited to 2,000", () => {
    const html = Array.from({ length: 3_000 }, (_, i) => `<a href="/${i}">x</a>`).join("");
    expect(read(html).links).toHaveLength(2_000);
  });

  test("are empty for an empty page", () => {
    expect(read("")).toEqual({
      links: [],
      canonical: null,
      refresh: null,
      directives: { isNoindex: false, isNofollow: false },
      isLoginPage: false,
    });
  });
});

test.each<[string, string, string | null]>([
  ["absolute", '<link rel="canonical" href="https://a.example/docs/page">', "https://a.example/docs/page"],
  ["relative", '<link rel="alternate canonical" href="page#x">', "https://a.example/docs/page"],
  ["relative to the base", '<base href="/b/"><link rel=canonical href=page>', "https://a.example/b/page"],
  ["empty", '<link rel="canonical" href="">', null],
  ["no address", '<link rel="canonical" href="javascript:x">', null],
  ["another relation", '<link rel="shortlink" href="/s">', null],
])("a canonical address: %s", (_, html, expected) => {
  expect(read(html).canonical).toBe(expected);
});

test.each<[string, string, string | null]>([
  ["at once", '<meta http-equiv="refresh" content="0; url=/new">', "https://a.example/new"],
  ["in other spellings", `<META HTTP-EQUIV=Refresh CONTENT=" 5 ,URL='/new'">`, "https://a.example/new"],
  ["without url=", '<meta http-equiv="refresh" content="0;/new">', "https://a.example/new"],
  ["after a minute", '<meta http-equiv="refresh" content="60; url=/new">', null],
  ["of the page itself", '<meta http-equiv="refresh" content="0">', null],
  ["on a page with text of its own", `<meta http-equiv="refresh" content="0; url=/new">${prose}`, null],
  ["to no address", '<meta http-equiv="refresh" content="0; url=javascript:x">', null],
])("a refresh %s", (_, html, expected) => {
  expect(read(html).refresh).toBe(expected);
});

test.each<[string, string, boolean, boolean]>([
  ["robots", '<meta name="robots" content="noindex">', true, false],
  ["ours", '<meta name="Parley" content="nofollow">', false, true],
  ["another's", '<meta name="googlebot" content="none">', false, false],
  ["two", "<meta name=ROBOTS content=NOINDEX><meta name=parley content=nofollow>", true, true],
])("meta robots: %s", (_, html, isNoindex, isNofollow) => {
  expect(read(html).directives).toEqual({ isNoindex, isNofollow });
});

test("a password form without other content is a login page", () => {
  const form = `<header>Harbour authority</header><h1>Sign in</h1><form>User <input name=u> Password <input type=PASSWORD></form>`;
  expect(read(form).isLoginPage).toBe(true);
  expect(read(form.replace("PASSWORD", "text")).isLoginPage).toBe(false);
  expect(read(`${form}<main>${prose}</main>`).isLoginPage).toBe(false);
});

test("pages built to exhaust the parser are rejected", () => {
  expect(() => read("<b>".repeat(1_000))).toThrow(expect.objectContaining({ code: "invalid" }));
  expect(() => read("<i></i>".repeat(300_000))).toThrow(expect.objectContaining({ code: "invalid" }));
});
