import { expect, test } from "vitest";
import { isSameSite, siteScope } from "./site-scope.ts";

const site = { kind: "site" } as const;
const held = (scope: ReturnType<typeof siteScope>, addresses: string[]) => addresses.filter(scope.contains);

test("a site consists of the start page's folder on its host", () => {
  const scope = siteScope("https://a.example/docs/intro", site, []);
  const inside = ["https://a.example/docs/", "https://a.example/docs/b/c?d", "http://a.example/docs/x"];
  const outside = [
    "https://a.example/",
    "https://a.example/docs",
    "https://a.example/docsx/",
    "https://b.example/docs/",
    "https://a.example.evil.example/docs/",
    "https://a.example:8443/docs/",
    "https://sub.a.example/docs/",
    "nonsense",
  ];
  expect(held(scope, [...inside, ...outside])).toEqual(inside);
});

test("the start page is always included, unless it is excluded", () => {
  const include = ["/guide/"];
  expect(siteScope("https://a.example/", { ...site, include }, []).contains("https://a.example/")).toBe(true);
  const exclude = ["/"];
  expect(siteScope("https://a.example/", { ...site, exclude }, []).contains("https://a.example/")).toBe(
    false,
  );
});

test("prefixes include and exclude, with or without a slash, including non-ASCII paths", () => {
  const scope = siteScope(
    "https://a.example/x/y",
    { ...site, include: ["guide/", "/café"], exclude: ["/guide/old"] },
    [],
  );
  const inside = ["https://a.example/guide/a", "https://a.example/caf%C3%A9/b"];
  expect(held(scope, [...inside, "https://a.example/guide/old/a", "https://a.example/x/z"])).toEqual(inside);
});

test("a sitemap's pages may be anywhere on its host and on additional hosts", () => {
  const scope = siteScope("https://a.example/maps/s.xml", { kind: "sitemap" }, ["B.example "]);
  const inside = ["https://a.example/", "https://b.example/q"];
  expect(held(scope, [...inside, "https://c.example/"])).toEqual(inside);
});

test.each([
  ["http://a.example/", "https://www.a.example/x", true],
  ["https://www.a.example/", "https://a.example/", true],
  ["https://a.example/", "https://b.example/", false],
  ["https://a.example/", "https://docs.a.example/", false],
])("%s and %s are the same site: %s", (from, to, expected) => {
  expect(isSameSite(from, to)).toBe(expected);
});
