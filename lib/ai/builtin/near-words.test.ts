import { expect, test } from "vitest";
import { nearWordsOf } from "./near-words.ts";

test("knows words that mean much the same in all their forms", () => {
  expect(nearWordsOf("renewed", "renewed")).toContain("extend");
  expect(nearWordsOf("loss", "loss")).toContain("lost");
  expect(nearWordsOf("kettle", "kettle")).toEqual([]);
});

test("knows what several words mean together, for each of these words only", () => {
  const text = "will i get my money back after a week";
  expect(nearWordsOf("money", text)).toContain("refund");
  expect(nearWordsOf("week", text)).toEqual([]);
  expect(nearWordsOf("money", "how much money")).not.toContain("refund");
});
