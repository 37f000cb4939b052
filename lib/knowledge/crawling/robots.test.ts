import { describe, expect, test } from "vitest";
import { readRobots } from "./robots.ts";

const robots = (...lines: string[]) => readRobots(lines.join("\n"), "Parley");
const rules = (...lines: string[]) => robots("User-agent: *", ...lines);

describe("group selection (RFC 9309, 2.2.1)", () => {
  const both = ["User-agent: *", "Disallow: /", "", "User-agent: parley", "Disallow: /private"];
  test("prefers the group naming our token, in any case, to the one for all", () => {
    expect(robots(...both).allows("/open")).toBe(true);
    expect(robots(...both).allows("/private/x")).toBe(false);
    expect(robots("User-agent: PARLEY/1.0 (+https://x)", "Disallow: /").allows("/")).toBe(false);
  });
  test("ignores another crawler's group", () => {
    expect(robots("User-agent: OtherBot", "Disallow: /").allows("/")).toBe(true);
    expect(robots("User-agent: Parleyvoo", "Disallow: /").allows("/")).toBe(true);
    expect(robots("User-agent: Par", "Disallow: /").allows("/")).toBe(true);
  });
  test("combines several groups naming our token", () => {
    const two = robots(
      "User-agent: Parley",
      "Disallow: /a",
      "User-agent: x",
      "Disallow: /",
      "User-agent: Parley",
      "Disallow: /b",
    );
    expect(["/a", "/b", "/c"].map((path) => two.allows(path))).toEqual([false, false, true]);
  });
  test("reads a group with several names, across sitemaps, blank lines and comments", () => {
    const one = robots(
      "User-agent: x # first",
      "",
      "Sitemap: /s.xml",
      "# comment",
      "User-agent: Parley",
      "Disallow: /a",
    );
    expect(one.allows("/a")).toBe(false);
    expect(one.sitemaps).toEqual(["/s.xml"]);
  });
  test("ignores rules before the first group", () => {
    expect(robots("Disallow: /", "User-agent: x", "Disallow: /").allows("/")).toBe(true);
  });
  test("allows everything for an empty group naming our token", () => {
    expect(robots("User-agent: *", "Disallow: /", "User-agent: Parley").allows("/a")).toBe(true);
    expect(robots("User-agent: *", "Disallow: /", "User-agent: Parley", "Disallow:").allows("/a")).toBe(true);
  });
});

describe("rule precedence (2.2.2, 2.2.3)", () => {
  test.each<[string, string[], string, boolean]>([
    ["the longest", ["Allow: /p", "Disallow: /"], "/page", true],
    ["the longest, whatever the order", ["Disallow: /", "Allow: /p"], "/page", true],
    ["allow, of two as long", ["Disallow: /folder", "Allow: /folder"], "/folder/page", true],
    ["a longer disallow", ["Allow: /page", "Disallow: /*.htm"], "/page.htm", false],
    ["to the end", ["Allow: /$", "Disallow: /"], "/", true],
    ["to the end and not further", ["Allow: /$", "Disallow: /"], "/page.htm", false],
    ["none: allowed", ["Disallow: /x"], "/y", true],
    ["an empty rule says nothing", ["Disallow:"], "/y", true],
    ["small and capital letters differ", ["Disallow: /Private"], "/private", true],
    ["a star in the middle", ["Disallow: /a*c"], "/abbc/d", false],
    ["a star at the end changes nothing", ["Disallow: /fish*"], "/fishheads", false],
    ["a star before the end", ["Disallow: /*.pdf$"], "/x/y.pdf", false],
    ["a star before the end, longer path", ["Disallow: /*.pdf$"], "/x/y.pdf?z", true],
    ["a star may stand for nothing", ["Disallow: /a*b"], "/ab", false],
    ["pieces do not overlap", ["Disallow: /aba*aba$"], "/ababa", true],
    ["pieces in order", ["Disallow: /*a*b*c"], "/c/b/a", true],
    ["the last place is found too", ["Disallow: /*a$"], "/aba", false],
    ["a dollar in the middle is a letter", ["Disallow: /a$b"], "/a$b", false],
    ["the query belongs to it", ["Disallow: /*?sort="], "/list?sort=up", false],
    ["escapes are the same as letters", ["Disallow: /foo/bar/ツ"], "/foo/bar/%E3%83%84", false],
    ["escapes in small letters", ["Disallow: /foo/%e3%83%84"], "/foo/%E3%83%84", false],
    ["needless escapes", ["Disallow: /foo/bar/%62%61%7A"], "/foo/bar/baz", false],
    ["its own file is always allowed", ["Disallow: /"], "/robots.txt", true],
    ["comments", ["Disallow: /a # because"], "/a", false],
    ["spaces", ["  disallow  :  /a  "], "/a", false],
  ])("%s", (_, lines, path, expected) => {
    expect(rules(...lines).allows(path)).toBe(expected);
  });
});

test("accepts all line endings, a byte order mark and malformed lines", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    expect(
      readRobots(["\ufeffUser-agent: *", "<html>", "hello", "Disallow: /a"].join(end), "Parley").allows("/a"),
    ).toBe(false);
  }
});

test("reads the delay of our group and ignores invalid values", () => {
  expect(robots("User-agent: *", "Crawl-delay: 9", "User-agent: Parley", "Crawl-delay: 1.5").delayMs).toBe(
    1_500,
  );
  expect(rules("Crawl-delay: 2").delayMs).toBe(2_000);
  for (const value of ["-1", "soon", "", "NaN"]) expect(rules(`Crawl-delay: ${value}`).delayMs).toBe(0);
});

test("allows everything for an empty file and for one gigantic line", () => {
  expect(readRobots("", "Parley").allows("/")).toBe(true);
  expect(readRobots("x".repeat(5_000_000), "Parley").allows("/")).toBe(true);
});

test("ignores the half line at the end of a truncated file", () => {
  const lines = Array.from({ length: 60_000 }, () => "Disallow: /private");
  expect(rules(...lines).allows("/p")).toBe(true);
  expect(rules(...lines).allows("/private")).toBe(false);
});

test("RAT-12 matches hostile patterns quickly", () => {
  const before = process.cpuUsage();
  const endless = rules(`Disallow: /${"*a".repeat(200_000)}b`);
  const stars = rules(...Array.from({ length: 250 }, () => `Disallow: /${"*a".repeat(900)}b`));
  const many = rules(...Array.from({ length: 40_000 }, (_, i) => `Disallow: *${i}*x$`));
  for (let i = 0; i < 20; i += 1) {
    expect(endless.allows(`/${"a".repeat(990)}`)).toBe(true);
    expect(stars.allows(`/${"a".repeat(990)}`)).toBe(true);
    expect(many.allows(`/${"a".repeat(990)}`)).toBe(true);
  }
  expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
});
