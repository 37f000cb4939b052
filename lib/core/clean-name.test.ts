import { expect, test } from "vitest";
import { cleanedName, cleanName, cutName } from "./clean-name.ts";

test.each([
  ["an override", "in\u202efdp.exe", "infdp.exe"],
  ["isolates and embeddings", "\u2067a\u2069\u202ab\u202c", "ab"],
  ["direction marks", "\u200ea\u200f\u061cb", "ab"],
  ["controls and a zero byte", "a\u0000b\u001b[2Jc\u007f\u009b", "ab[2Jc"],
  ["line ends", " a\r\nb\u2028c\u0085 d ", "a b c d"],
  ["zero-width and wide spaces", "a\u200b\ufeff\u00a0\u3000b", "a b"],
  ["half a character", "a\ud83d", "a"],
  ["tag characters", "a\u{e0041}\u{e0042}", "a"],
  ["letters without a shape", "\u3164\u115f", ""],
  ["a decomposed letter", "Zoe\u0308", "Zoë"],
])("removes %s", (_, text, clean) => {
  expect(cleanName(text)).toBe(clean);
});

test.each(["Ada Lovelace", "שלום", "علی‌رضا", "李小龙", "👩‍👩‍👧", "O’Brien & Söhne <3"])(
  "keeps %j",
  (name) => {
    expect(cleanName(name)).toBe(name);
  },
);

test("cuts between characters", () => {
  expect(cutName("ab👩cd", 3)).toBe("ab");
  expect(cutName("ab cd", 3)).toBe("ab");
  expect(cutName("ab👩cd", 4)).toBe("ab👩");
});

test("refuses a name that is empty after cleaning, or too long", () => {
  const name = cleanedName(5);
  expect(name.parse(" a\u202eb ")).toBe("ab");
  for (const text of ["", " ", "\u202e\u200b", "abcdef"]) expect(name.safeParse(text).success).toBe(false);
});
