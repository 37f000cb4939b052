import { expect, it } from "vitest";
import { parseText } from "./parse-text.ts";

it("moves the rest of a word that is cut at the end of a full line up", () => {
  const text =
    "Every ship reports to the master of the har-\n   bour before it moors. The fee is due in the after\u2010\nnoon.";
  expect(parseText(text).content).toBe(
    "Every ship reports to the master of the harbour\n   before it moors. The fee is due in the afternoon.",
  );
});

it("keeps the hyphen of a short line, of an option and before a capital", () => {
  for (const text of [
    "a list of pre-\nfixes",
    "Reports to the harbour of the free city of North-\nEast",
    "The table holds all options of the program: -x-\n1",
  ])
    expect(parseText(text).content).toBe(text);
});
