import { expect, test } from "vitest";
import { partsOf, plainAnswer } from "./answer-parts.ts";
import type { PlacedCard } from "./card.ts";

const cardAt = (at: number, text: string): PlacedCard => ({
  at,
  card: { kind: "tarot", text, cards: [] },
});
const shown = (text: string, cards: PlacedCard[]) =>
  partsOf(text, cards).map((part) => (part.kind === "card" ? `<${part.card.text}>` : part.text));

test("places cards where they arrived in the text", () => {
  expect(shown("Before.After.", [cardAt(7, "a"), cardAt(7, "b")])).toEqual([
    "Before.",
    "<a>",
    "<b>",
    "After.",
  ]);
  expect(shown("Only text.", [])).toEqual(["Only text."]);
  expect(shown("", [cardAt(0, "a")])).toEqual(["<a>"]);
});

test("places a card at the end until its text arrives, and drops parts of only white space", () => {
  expect(shown("Bef", [cardAt(7, "a")])).toEqual(["Bef", "<a>"]);
  expect(shown("Before.\n\n", [cardAt(7, "a")])).toEqual(["Before.", "<a>"]);
});

test("describes cards in words in the plain text of an answer", () => {
  expect(plainAnswer("Before.\n\nAfter.", [cardAt(7, "Past: The Sun.")])).toBe(
    "Before.\n\nPast: The Sun.\n\nAfter.",
  );
});
