import { expect, test } from "vitest";
import { MAX_SENTENCE_LENGTH, splitSentences } from "./split-sentences.ts";

test("splits at full stops, not at abbreviations or decimals", () => {
  expect(
    splitSentences("It weighs 3.5 kg, e.g. with Dr. Smith on it. Is that much? No! See Fig. 4 for more."),
  ).toEqual(["It weighs 3.5 kg, e.g. with Dr. Smith on it.", "Is that much?", "No!", "See Fig. 4 for more."]);
});

test("splits an endless sentence between words", () => {
  const endless = "word ".repeat(1_000).trim();
  const pieces = splitSentences(endless);
  expect(pieces.join(" ")).toBe(endless);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_SENTENCE_LENGTH);
});

test("omits a word too long to print", () => {
  expect(splitSentences("x".repeat(100_000))).toEqual([]);
});
