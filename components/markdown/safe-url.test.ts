import { describe, expect, it } from "vitest";
import { hiddenDestination, safeUrl } from "./safe-url.ts";

describe("safeUrl", () => {
  it.each(["https://a.example/x", "http://a.example", "mailto:a@b.example"])("follows %s", (address) => {
    expect(safeUrl(address)).not.toBeNull();
  });
  it.each([
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java\nscript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "blob:https://a.example/1",
    "file:///etc/passwd",
    "//evil.example",
    "/admin",
    "#id",
    "",
  ])("refuses %j", (address) => {
    expect(safeUrl(address)).toBeNull();
  });
});

describe("hiddenDestination", () => {
  it.each<[string, string, string | null]>([
    ["https://evil.example/x", "the manual", "evil.example"],
    ["https://evil.example/x", "good.example", "evil.example"],
    ["https://evil.example/x", "https://evil.example/x", null],
    ["https://evil.example/", "evil.example", null],
    ["https://good.example@evil.example/", "https://good.example@evil.example/", "evil.example"],
    ["https://аpple.example/", "apple.example", "xn--pple-43d.example"],
    ["mailto:a@b.example", "write to us", "a@b.example"],
    ["mailto:a@b.example", "a@b.example", null],
    ["mailto:mail@xn--e1afmkfd.xn--p1ai", "mail@xn--e1afmkfd.xn--p1ai", null],
    ["mailto:a@аpple.example", "a@аpple.example", "a@xn--pple-43d.example"],
    ["mailto:a@аpple.example,b@c.example", "us", "a@xn--pple-43d.example,b@c.example"],
    ["mailto:%E2%80%AEmoc@evil.example", "us", "moc@evil.example"],
    ["https://a.example/wiki/%E6%9D%B1%E4%BA%AC", "https://a.example/wiki/東京", null],
    ["https://xn--80ak6aa92e.com/", "аррӏе.com", "xn--80ak6aa92e.com"],
    ["https://a.example/%2F", "https://a.example//", "a.example"],
  ])("%s shown as %j", (address, words, destination) => {
    expect(hiddenDestination(new URL(address), words)).toBe(destination);
  });
});
