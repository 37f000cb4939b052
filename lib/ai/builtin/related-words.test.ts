import { expect, test } from "vitest";
import { relatedWordsOf } from "./related-words.ts";

test("knows words that mean much the same in all their forms", () => {
  expect(relatedWordsOf("renewed", "renewed")).toContain("extend");
  expect(relatedWordsOf("loss", "loss")).toContain("lost");
  expect(relatedWordsOf("kettle", "kettle")).toEqual([]);
});

test("knows what several words mean together, for each of these words only", () => {
  const text = "will i get my money back after a week";
  expect(relatedWordsOf("money", text)).toContain("refund");
  expect(relatedWordsOf("week", text)).toEqual([]);
  expect(relatedWordsOf("money", "how much money")).not.toContain("refund");
});
