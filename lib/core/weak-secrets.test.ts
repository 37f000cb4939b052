import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isAlike, isPatterned } from "./weak-secrets.ts";

describe("isPatterned", () => {
  it.each([
    ["one character", "a".repeat(40)],
    ["two in turn", "ab".repeat(20)],
    ["a short unit", "deadbeef".repeat(5)],
    ["a unit of 16", "4f1c9ae07b3d5268".repeat(2)],
    ["a unit with an end of its own", `${"k3v9x1qz".repeat(4)}!`],
    ["the alphabet", "abcdefghijklmnopqrstuvwxyz012345"],
    ["digits up", "01234567890123456789012345678901"],
    ["digits down", "98765432109876543210987654321098"],
    ["every second letter", "acegikmoqsuwyACEGIKMOQSUWY0246813579"],
    ["the keyboard", "qwertyuiopasdfghjklzxcvbnm1029384756"],
    ["a placeholder", "please-change-me-before-production-7x"],
    ["an example", "this-is-an-example-of-a-long-value-4q"],
    ["a named secret", "my-super-secret-key-for-the-server-91"],
    ["few characters", "0110100110010110100101100110100110"],
  ])("sees %s", (_, secret) => {
    expect(isPatterned(secret)).toBe(true);
  });

  it("accepts what openssl generates, in any common format", () => {
    for (let i = 0; i < 3_000; i += 1) {
      for (const secret of [
        randomBytes(32).toString("hex"),
        randomBytes(16).toString("hex"),
        randomBytes(8).toString("hex"),
        randomBytes(32).toString("base64"),
        randomBytes(24).toString("base64url"),
      ])
        expect(isPatterned(secret), secret).toBe(false);
    }
  });

  it("accepts a long passphrase", () => {
    expect(isPatterned("marble otter drizzle canyon velvet 42")).toBe(false);
  });
});

describe("isAlike", () => {
  const secret = randomBytes(32).toString("hex");
  it.each([
    ["the same", secret],
    ["the same in capitals", secret.toUpperCase()],
    ["one with an end of its own", `${secret.slice(0, 40)}0123456789`],
    ["a part of it", `zz${secret.slice(20, 36)}`],
  ])("sees %s", (_, other) => {
    expect(isAlike(secret, other)).toBe(true);
    expect(isAlike(other, secret)).toBe(true);
  });

  it("finds no two random secrets alike", () => {
    for (let i = 0; i < 2_000; i += 1) expect(isAlike(secret, randomBytes(32).toString("hex"))).toBe(false);
  });
});
