import { expect, test } from "vitest";
import { decryptText, encryptText } from "./encrypt-text.ts";

test("a sealed text is opened for its own purpose alone, and never reads the same twice", () => {
  const sealed = encryptText("JBSWY3DPEHPK3PXP", "one:usr_1");
  expect(decryptText(sealed, "one:usr_1")).toBe("JBSWY3DPEHPK3PXP");
  expect(decryptText(sealed, "one:usr_2")).toBeNull();
  expect(encryptText("JBSWY3DPEHPK3PXP", "one:usr_1")).not.toBe(sealed);
  expect(sealed).not.toContain("JBSW");
});

test("what was changed or is none is not opened", () => {
  const sealed = encryptText("secret", "one");
  for (let at = 0; at < sealed.length; at += 7) {
    const other = sealed[at] === "A" ? "B" : "A";
    expect(decryptText(sealed.slice(0, at) + other + sealed.slice(at + 1), "one")).toBeNull();
  }
  for (const none of ["", "x", "A".repeat(37), "A".repeat(200)]) expect(decryptText(none, "one")).toBeNull();
});
