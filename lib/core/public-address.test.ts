import { describe, expect, test } from "vitest";
import { isPublicAddress, parsePublicUrl } from "./public-address.ts";

test.each([
  "93.184.215.14",
  "1.1.1.1",
  "172.15.255.255",
  "172.32.0.1",
  "100.63.255.255",
  "100.128.0.1",
  "2606:4700:4700::1111",
  "2a00:1450:4001:80b::200e",
  "::ffff:1.1.1.1",
  "64:ff9b::101:101",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:0:127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::7f00:1",
  "64:ff9b:1::101:101",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2001:10::1",
  "2001:20::1",
  "2002:7f00:1::",
  "2002:101:101::",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "2606:4700:4700::1111%eth0",
  "fec0::1",
  "ff02::1",
  "127.1",
  "0x7f.0.0.1",
  "2130706433",
  "",
  "example.com",
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

describe("parsePublicUrl", () => {
  const parse = (value: string, base?: string) =>
    parsePublicUrl(value, base ? new URL(base) : undefined, [80, 443], isPublicAddress).href;

  test("keeps a public address, without its fragment", () => {
    expect(parse("HTTPS://Bücher.Example.com:443/a?b=c#d")).toBe("https://xn--bcher-kva.example.com/a?b=c");
    expect(parse("//1.1.1.1/x", "http://example.com")).toBe("http://1.1.1.1/x");
    expect(parse("http://[2606:4700:4700::1111]/")).toBe("http://[2606:4700:4700::1111]/");
    expect(parse(`http://${"a".repeat(63)}.example.com/`)).toContain("aaa.example.com");
  });

  test.each([
    ["localhost", "http://localhost/"],
    ["localhost in capitals", "http://LOCALHOST/"],
    ["localhost in circles", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/"],
    ["localhost below a label", "http://app.localhost/"],
    ["an empty last label", "http://example.com./"],
    ["localhost with an empty last label", "http://localhost./"],
    ["two trailing dots", "http://example.com../"],
    ["a name without a dot", "http://intranet/"],
    ["a cloud's metadata", "http://metadata.google.internal/"],
    ["mDNS", "http://printer.local/"],
    ["mDNS in fullwidth letters", "http://printer.ｌｏｃａｌ/"],
    ["mDNS after an ideographic stop", "http://printer。local/"],
    ["punycode that decodes to plain letters", "http://printer.xn--local-/"],
    ["a home network", "http://nas.home.arpa/"],
    ["a label of 64", `http://${"a".repeat(64)}.example.com/`],
    ["a name of 254", `http://${"abcdefg.".repeat(31)}abc.de/`],
    ["an empty label", "http://a..example.com/"],
    ["a zone id", "http://[fe80::1%25eth0]/"],
    ["a user name", "http://user@example.com/"],
    ["a password", "http://:password@example.com/"],
    ["an address before the @", "http://example.com@127.0.0.1/"],
    ["file", "file:///etc/passwd"],
    ["ftp", "ftp://example.com/"],
    ["gopher", "gopher://example.com/"],
    ["data", "data:text/plain,hi"],
    ["javascript", "javascript:alert(1)"],
    ["no scheme", "example.com"],
    ["no host", "http://"],
    ["port 22", "http://example.com:22/"],
    ["port 0", "http://example.com:0/"],
    ["9,000 characters", `http://example.com/${"a".repeat(9000)}`],
  ])("refuses %s", (_, value) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ name: "ParleyError", code: "invalid" }));
  });
});
