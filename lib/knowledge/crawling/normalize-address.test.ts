import { expect, test } from "vitest";
import { normalizeAddress } from "./normalize-address.ts";

test.each([
  ["a fragment", "https://a.example/p#part", "https://a.example/p"],
  ["a default port", "http://a.example:80/p", "http://a.example/p"],
  ["another port stays", "http://a.example:8080/p", "http://a.example:8080/p"],
  ["capitals in scheme and host, not in the path", "HTTPS://A.Example/Path", "https://a.example/Path"],
  ["no path", "https://a.example", "https://a.example/"],
  ["dot segments", "https://a.example/a/./b/../c", "https://a.example/a/c"],
  ["escaped dot segments", "https://a.example/a/%2E%2e/c", "https://a.example/c"],
  ["escapes that need not be", "https://a.example/%7euser/%62", "https://a.example/~user/b"],
  ["escapes in small letters", "https://a.example/caf%c3%a9?q=%2f", "https://a.example/caf%C3%A9?q=%2F"],
  ["letters beyond ASCII", "https://a.example/café", "https://a.example/caf%C3%A9"],
  ["a percent sign alone", "https://a.example/100%", "https://a.example/100%"],
  [
    "campaigns",
    "https://a.example/?utm_source=x&a=1&UTM_Medium=y&gclid=z&fbclid=1",
    "https://a.example/?a=1",
  ],
  ["only campaigns", "https://a.example/?utm_source=x", "https://a.example/"],
  ["an empty query", "https://a.example/?", "https://a.example/"],
  ["empty parameters", "https://a.example/?&a&&b=", "https://a.example/?a&b="],
  ["a campaign's name as a value", "https://a.example/?q=utm_source", "https://a.example/?q=utm_source"],
  ["sessions", "https://a.example/a;jsessionid=0F?PHPSESSID=1&b=2", "https://a.example/a?b=2"],
  ["the order of parameters stays", "https://a.example/?b=1&a=2", "https://a.example/?b=1&a=2"],
  ["index pages stay", "https://a.example/docs/index.html", "https://a.example/docs/index.html"],
  ["a trailing slash stays", "https://a.example/docs/", "https://a.example/docs/"],
  ["white space around", "  https://a.example/p\n", "https://a.example/p"],
  ["backslashes", "https://a.example\\p", "https://a.example/p"],
])("%s", (_, address, expected) => {
  expect(normalizeAddress(address)).toBe(expected);
  expect(normalizeAddress(expected)).toBe(expected);
});

test.each([
  ["mailto:a@b.example"],
  ["javascript:alert(1)"],
  ["data:text/html,x"],
  ["file:///etc/passwd"],
  ["ftp://a.example/"],
  ["https://user:pw@a.example/"],
  ["https://user@a.example/"],
  ["relative"],
  [""],
  ["https://"],
  [`https://a.example/${"a".repeat(1_000)}`],
  [`https://a.example/${"a".repeat(5_000_000)}`],
])("%.40s is not a page address", (address) => {
  expect(normalizeAddress(address)).toBeNull();
});

test("relative to a base", () => {
  const base = "https://a.example/docs/one?x=1";
  expect(normalizeAddress("../two#x", base)).toBe("https://a.example/two");
  expect(normalizeAddress("//b.example/x", base)).toBe("https://b.example/x");
  expect(normalizeAddress("?x=2", base)).toBe("https://a.example/docs/one?x=2");
  expect(normalizeAddress("#top", base)).toBe(base);
});
