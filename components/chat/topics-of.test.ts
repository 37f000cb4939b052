import { expect, test } from "vitest";
import type { Citation } from "#lib/conversation/schema.ts";
import { topicsOf } from "./topics-of.ts";

const cited = (...numbers: number[]) => numbers.map((number) => ({ number }) as Citation);
const numbersOf = (text: string, ...numbers: number[]) =>
  topicsOf({ text, citations: cited(...numbers) }).map(({ number }) => number);

test("are the places that a decline names in its first paragraph", () => {
  expect(numbersOf("I have no answer. Closest topics: “Keys” [1], “Prices” [2].", 1, 2)).toEqual([1, 2]);
  expect(
    numbersOf("I have no answer. Closest topics: “Keys” [1].\n\nTo reach a person:\n\nCall us. [2]", 1, 2),
  ).toEqual([1]);
});

test("are not the quotes of an unsure answer", () => {
  expect(
    numbersOf("I'm not sure. The closest I found:\n\nA key costs EUR 18. [1]\n\nIt is cut. [2]", 1, 2),
  ).toEqual([]);
  expect(numbersOf("", 1)).toEqual([]);
});
