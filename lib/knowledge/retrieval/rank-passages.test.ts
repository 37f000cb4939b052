import { expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import type { RetrievedPassage } from "./passage.ts";
import { rankPassages } from "./rank-passages.ts";

const passage = (path: string, text: string, score: number): RetrievedPassage => ({
  document: path,
  documentId: newId("doc"),
  version: path,
  changedAt: new Date(0),
  path,
  title: "Guide",
  headingPath: ["Guide"],
  ordinal: 0,
  start: 0,
  end: text.length,
  pages: null,
  text,
  score,
  textScore: score,
  vectorScore: null,
  coverage: 1,
  isCuratedAnswer: false,
});
const word = (text: string) => ({ weight: 1, forms: [{ text, weight: 1 }] });
const question = { query: "voltage of the charger", asked: [word("voltage"), word("charger")] };

it("puts a passage with all words in one sentence before a slightly better one that has them apart", () => {
  const apart = passage("apart", "The voltage is high here. Keep the charger dry.", 1);
  const together = passage("together", "The charger has a voltage of 42 V.", 0.9);
  const paths = rankPassages(question, [apart, together], 2).map(({ path }) => path);
  expect(paths).toEqual(["together", "apart"]);
});

it("keeps a passage that is far better otherwise", () => {
  const apart = passage("apart", "The voltage is high here. Keep the charger dry.", 1);
  const together = passage("together", "The charger has a voltage of 42 V.", 0.4);
  const paths = rankPassages(question, [apart, together], 2).map(({ path }) => path);
  expect(paths).toEqual(["apart", "together"]);
});
