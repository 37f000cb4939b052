import { expect, test } from "vitest";
import { checkContentType, checkObjectKey } from "./object-key.ts";

test.each([
  "a",
  "ten_01h2xcejqtf2nbrexx3vqjhp41/doc_01h2xcejqtf2nbrexx3vqjhp42",
  "018f3c1e-0000-7000-8000-000000000000/original.pdf",
  "a/b-c/d..e",
  "a".repeat(100),
  `${"a".repeat(99)}/`.repeat(4) + "a".repeat(100),
])("%s is a key", (key) => checkObjectKey(key));

test.each([
  "",
  "/",
  "/a",
  "a/",
  "a//b",
  ".",
  "..",
  "../a",
  "a/..",
  "a/../b",
  "a/./b",
  ".workshop/a",
  "a/.hidden",
  "a\\b",
  "C:/a",
  "a~",
  "A",
  "a b",
  "a\0b",
  "a\n",
  "a%2fb",
  "a?b",
  "a#b",
  "ä",
  "a\u0308",
  "a\u202eb",
  "\ud800",
  "a".repeat(101),
  `${"a/".repeat(250)}a`,
])("%j is none", (key) => expect(() => checkObjectKey(key)).toThrow(TypeError));

test("a content type is one line of printable ASCII", () => {
  checkContentType("text/html; charset=utf-8");
  for (const type of ["", " ", "text/plain\r\nx-evil: 1", "text/plän", "a".repeat(101)])
    expect(() => checkContentType(type)).toThrow(TypeError);
});
