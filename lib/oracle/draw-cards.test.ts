import { expect, test } from "vitest";
import { drawCards, spreads } from "./draw-cards.ts";
import { tarotDeck } from "./tarot-deck.ts";

test("has 78 distinct cards with two meanings each", () => {
  expect(tarotDeck).toHaveLength(78);
  expect(new Set(tarotDeck.map(({ id }) => id)).size).toBe(78);
  expect(new Set(tarotDeck.map(({ name }) => name)).size).toBe(78);
  for (const { name, upright, reversed } of tarotDeck) {
    expect(upright.length, name).toBeGreaterThan(5);
    expect(reversed.length, name).toBeGreaterThan(5);
    expect(upright).not.toBe(reversed);
  }
});

test("draws the same cards for the same seed", () => {
  expect(drawCards("a turn", "five")).toEqual(drawCards("a turn", "five"));
  const hands = Array.from({ length: 50 }, (_, index) => JSON.stringify(drawCards(`turn ${index}`, "five")));
  expect(new Set(hands).size).toBe(50);
});

test.each([
  ["one", 1],
  ["three", 3],
  ["five", 5],
] as const)("a spread of %s has distinct cards in their positions", (spread, count) => {
  for (let index = 0; index < 200; index += 1) {
    const drawn = drawCards(String(index), spread);
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(count);
    expect(drawn.map(({ position }) => position)).toEqual([...spreads[spread]]);
    for (const { meaning, isReversed, upright, reversed } of drawn)
      expect(meaning).toBe(isReversed ? reversed : upright);
  }
});

test("draws every card equally often, half of them reversed", () => {
  const counts = new Map<string, number>();
  const rounds = 7_800;
  let reversed = 0;
  for (let index = 0; index < rounds; index += 1) {
    const [card] = drawCards(`round ${index}`, "one");
    if (!card) throw new Error("no card");
    counts.set(card.id, (counts.get(card.id) ?? 0) + 1);
    if (card.isReversed) reversed += 1;
  }
  // Chi squared with 77 degrees of freedom is below 120 for all but one in a thousand fair decks; the seeds
  // are fixed.
  const expected = rounds / 78;
  const chi = tarotDeck.reduce((sum, { id }) => sum + ((counts.get(id) ?? 0) - expected) ** 2 / expected, 0);
  expect(chi).toBeLessThan(120);
  expect(Math.abs(reversed / rounds - 0.5)).toBeLessThan(0.02);
});
