import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { isApiKey, labelApiKey, newApiKey } from "./api-key.ts";

test("recognizes a key, and no key with one character changed, missing or too many", () => {
  const key = newApiKey();
  expect(isApiKey(key)).toBe(true);
  for (let at = 3; at < key.length; at += 1) {
    const other = key[at] === "A" ? "B" : "A";
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1)), `changed at ${at}`).toBe(false);
  }
  for (const text of [key.slice(0, -1), key.slice(0, -3), `${key}A`, ` ${key}`, key.replace("pk_", "sk_")])
    expect(isApiKey(text), text).toBe(false);
});

test("still recognizes a key without a checksum", () => {
  expect(isApiKey(`pk_${randomBytes(32).toString("base64url")}`)).toBe(true);
});

test.each([
  "",
  "pk_",
  "pk_x",
  `pk_${"a".repeat(42)}`,
  `pk_${"a".repeat(8_000)}`,
  "pk_'; drop table users; --",
])("takes %j for no key", (text) => {
  expect(isApiKey(text)).toBe(false);
});

test("shows only the start and the end of a key", () => {
  const key = newApiKey();
  const { prefix, lastFour } = labelApiKey(key);
  expect(key.startsWith(prefix) && key.endsWith(lastFour)).toBe(true);
  expect([prefix.length, lastFour.length]).toEqual([7, 4]);
});
