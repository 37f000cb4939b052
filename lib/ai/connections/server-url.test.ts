import { describe, expect, test } from "vitest";
import { isWithinReach, type ServerReach } from "./server-reach.ts";
import { readServerUrl } from "./server-url.ts";

const isAccepted = (url: string, reach: ServerReach, hasKey = false) => {
  try {
    readServerUrl(url, reach, hasKey);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid", details: [{ path: "baseUrl" }] });
    return false;
  }
};

describe("the address of a server", () => {
  test.each([
    ["https://api.openai.com/v1", "https://api.openai.com/v1"],
    [" https://api.openai.com/v1/ ", "https://api.openai.com/v1"],
    ["https://example.com/v1/chat/completions", "https://example.com/v1"],
    ["https://example.com/v1/models/", "https://example.com/v1"],
    ["https://EXAMPLE.com:443", "https://example.com"],
    ["https://example.com:8443/a/b", "https://example.com:8443/a/b"],
  ])("of %j is stored as %s", (given, stored) => expect(readServerUrl(given, "public", true)).toBe(stored));

  test.each([
    "",
    "api.openai.com/v1",
    "ftp://example.com",
    "file:///etc/passwd",
    "https://user:secret@example.com/v1",
    "https://example.com/v1?api-key=secret",
    "https://example.com/v1#x",
    "https://example.com:25/v1",
    "https://example.com:22",
    `https://example.com/${"a".repeat(400)}`,
  ])("is refused for %j", (url) => expect(isAccepted(url, "private")).toBe(false));

  const local = [
    "http://localhost:11434/v1",
    "http://127.0.0.1:1234/v1",
    "http://[::1]:8000",
    "http://2130706433:8000",
  ];
  const inside = [
    "http://192.168.1.5:8000/v1",
    "http://10.0.0.1/v1",
    "http://ollama:11434/v1",
    "http://gpu.internal:8000/v1",
    "http://[fd12::1]:8000",
  ];
  const metadata = [
    "http://169.254.169.254/v1",
    "http://[fd00:ec2::254]/v1",
    "http://100.100.100.200/v1",
    "http://[fe80::1]:8000",
    "http://168.63.129.16",
  ];

  test.each(local)("on this machine needs to be allowed: %s", (url) => {
    expect([isAccepted(url, "public"), isAccepted(url, "loopback"), isAccepted(url, "private")]).toEqual([
      false,
      true,
      true,
    ]);
  });
  test.each(inside)("in a private network needs to be allowed: %s", (url) => {
    expect([isAccepted(url, "public"), isAccepted(url, "loopback"), isAccepted(url, "private")]).toEqual([
      false,
      false,
      true,
    ]);
  });
  test.each(metadata)("of a cloud's own service is never accepted: %s", (url) => {
    expect([isAccepted(url, "public"), isAccepted(url, "private")]).toEqual([false, false]);
  });

  test("is not sent a key unencrypted over the internet", () => {
    expect(isAccepted("http://example.com/v1", "public", true)).toBe(false);
    expect(isAccepted("http://example.com/v1", "public", false)).toBe(true);
    expect(isAccepted("https://example.com/v1", "public", true)).toBe(true);
    expect(isAccepted("http://localhost:8000/v1", "loopback", true)).toBe(true);
  });
});

test.each([
  ["8.8.8.8", true, true, true],
  ["127.0.0.1", false, true, true],
  ["::ffff:127.0.0.1", false, true, true],
  ["::ffff:10.0.0.1", false, false, true],
  ["100.64.0.1", false, false, true],
  ["0.0.0.0", false, false, false],
  ["169.254.169.254", false, false, false],
  ["fe80::1%eth0", false, false, false],
  ["224.0.0.1", false, false, false],
])("the address %s is within reach of public, loopback, private: %s, %s, %s", (address, ...expected) => {
  const reaches = ["public", "loopback", "private"] as const;
  expect(reaches.map((reach) => isWithinReach(reach, address))).toEqual(expected);
});
