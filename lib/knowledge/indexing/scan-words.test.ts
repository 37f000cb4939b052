import fc from "fast-check";
import { expect, it } from "vitest";
import { scanWords } from "./scan-words.ts";

const wordsOf = (text: string) => {
  const words: string[] = [];
  scanWords(text, (start, end) => words.push(text.slice(start, end)));
  return words;
};

it("finds runs of letters, digits and marks", () => {
  expect(wordsOf("Wi-Fi, v2.14 and naïve cafés")).toEqual(["Wi", "Fi", "v2", "14", "and", "naïve", "cafés"]);
  expect(wordsOf("")).toEqual([]);
});

it("reads characters of two units as one: letters, and pictures that are none", () => {
  expect(wordsOf("𝒜b 😀 c😀d")).toEqual(["𝒜b", "c", "d"]);
  expect(wordsOf("a\ud835 \udc00b \udc00")).toEqual(["a", "b"]);
});

it("agrees with the Unicode expression on any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(wordsOf(text)).toEqual(text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []);
    }),
  );
});
