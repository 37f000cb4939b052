import { expect, test } from "vitest";
import { relatedWordsOf } from "./related-words.ts";

test("finds related words for every form of a word", () => {
  expect(relatedWordsOf("renewed", "renewed")).toContain("extend");
  expect(relatedWordsOf("loss", "loss")).toContain("lost");
  expect(relatedWordsOf("kettle", "kettle")).toEqual([]);
});

test("finds the meaning of a phrase, only for its own words", () => {
  const text = "will i get my money back after a week";
  expect(relatedWordsOf("money", text)).toContain("refund");
  expect(relatedWordsOf("week", text)).toEqual([]);
  expect(relatedWordsOf("money", "how much money")).not.toContain("refund");
});
