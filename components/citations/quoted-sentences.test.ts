import { expect, it } from "vitest";
import { isQuotedRow, lettersOf, quotedSentences } from "./quoted-sentences.ts";

const paragraph =
  "A key costs EUR 18. It takes 6 working days, with shipping.  Yes. Locks are sold in two shops.";
const marked = (answer: string) =>
  quotedSentences(paragraph, lettersOf(answer)).map(({ start, end }) => paragraph.slice(start, end));

it("finds the sentences that an answer quotes, whatever its marks and spaces", () => {
  expect(marked("It takes **6 working days**,\nwith shipping. [1] Yes.")).toEqual([
    "It takes 6 working days, with shipping.",
  ]);
  expect(marked(paragraph)).toHaveLength(3);
});

it("finds nothing in other words, in short sentences and in no answer", () => {
  expect(marked("A key is EUR 18. Yes.")).toEqual([]);
  expect(marked("")).toEqual([]);
  expect(quotedSentences("", lettersOf(paragraph))).toEqual([]);
});

it("reads scripts without spaces", () => {
  const text = "予備の鍵は十八ユーロで販売しています。二つの店で買えます。";
  expect(quotedSentences(text, lettersOf(`答え: ${text.slice(0, 19)} [1]`))).toEqual([{ start: 0, end: 19 }]);
});

it("takes a table row where the answer has all of its cells", () => {
  const answer = lettersOf("E07: Motor controller fault. Action: Switch off.");
  expect(isQuotedRow(["E07", "Motor controller fault", "Switch off"], answer)).toBe(true);
  expect(isQuotedRow(["E08", "Motor controller fault", "Switch off"], answer)).toBe(false);
  expect(isQuotedRow(["E07", ""], answer)).toBe(false);
});
