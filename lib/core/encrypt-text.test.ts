import { afterEach, expect, test } from "vitest";
import { decryptText, encryptText } from "./encrypt-text.ts";
import { resetEnv } from "./env.ts";

const before = { ENCRYPTION_KEY: process.env.ENCRYPTION_KEY, USER_HASH_SECRET: process.env.USER_HASH_SECRET };

function setKeys(keys: Partial<typeof before>): void {
  for (const [name, value] of Object.entries(keys)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetEnv();
}

afterEach(() => setKeys(before));

test("decrypts a text for its own purpose only and encrypts it differently each time", () => {
  const sealed = encryptText("JBSWY3DPEHPK3PXP", "one:usr_1");
  expect(decryptText(sealed, "one:usr_1")).toBe("JBSWY3DPEHPK3PXP");
  expect(decryptText(sealed, "one:usr_2")).toBeNull();
  expect(encryptText("JBSWY3DPEHPK3PXP", "one:usr_1")).not.toBe(sealed);
  expect(sealed).not.toContain("JBSW");
});

test("returns null for changed or invalid input", () => {
  const sealed = encryptText("secret", "one");
  for (let at = 0; at < sealed.length; at += 7) {
    const other = sealed[at] === "A" ? "B" : "A";
    expect(decryptText(sealed.slice(0, at) + other + sealed.slice(at + 1), "one")).toBeNull();
  }
  for (const none of ["", "x", "A".repeat(37), "A".repeat(200)]) expect(decryptText(none, "one")).toBeNull();
});

test("uses ENCRYPTION_KEY, whatever USER_HASH_SECRET is", () => {
  setKeys({ ENCRYPTION_KEY: "e".repeat(32), USER_HASH_SECRET: "u".repeat(32) });
  const sealed = encryptText("secret", "one");
  setKeys({ USER_HASH_SECRET: "v".repeat(32) });
  expect(decryptText(sealed, "one")).toBe("secret");
  setKeys({ ENCRYPTION_KEY: "f".repeat(32) });
  expect(decryptText(sealed, "one")).toBeNull();
});

test("decrypts what the release before ENCRYPTION_KEY encrypted with USER_HASH_SECRET", () => {
  setKeys({ ENCRYPTION_KEY: "e".repeat(32), USER_HASH_SECRET: "u".repeat(32) });
  // Output of encryptText of that release.
  expect(
    decryptText("iizIqKMOSrE5X_9kWedQwrbE5ZBtzfUOC04WhD4rg6mQxXlW9O3tHkQ2Ih8", "second factor:usr_1"),
  ).toBe("JBSWY3DPEHPK3PXP");
});
