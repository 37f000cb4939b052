import { createHash, randomBytes } from "node:crypto";
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
    // The same numbers in each run: a rule that refused one real secret in a million would fail by chance.
    const random = (bytes: number, at: number) =>
      createHash("sha256").update(`${at}`).digest().subarray(0, bytes);
    for (let at = 0; at < 3_000; at += 1) {
      for (const secret of [
        random(32, at).toString("hex"),
        random(16, at).toString("hex"),
        random(8, at).toString("hex"),
        random(32, at).toString("base64"),
        random(24, at).toString("base64url"),
      ])
        expect(isPatterned(secret), secret).toBe(false);
    }
  });

  it.each([
    ["a part twice in 16 digits", "ade27e8e8e8e8eda"],
    ["a short keyboard run within", "kZ7QwErt0v1Hd9xPq3LmYc5uAs8bNf2="],
    ["a word that ends at a dash within", "h4Kx9your-2LmQw7ZpTest_vB1nR6sDc"],
  ])("accepts a random secret that happens to have %s", (_, secret) => {
    expect(isPatterned(secret)).toBe(false);
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
