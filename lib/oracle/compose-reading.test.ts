import { expect, test } from "vitest";
import { composeReading } from "./compose-reading.ts";
import { type DrawnCard, drawCards } from "./draw-cards.ts";
import { tarotDeck } from "./tarot-deck.ts";

const drawn = (...ids: string[]): DrawnCard[] =>
  ids.map((id, index) => {
    const card = tarotDeck.find((one) => one.id === id);
    if (!card) throw new Error(`The deck has no card ${id}.`);
    const isReversed = index === 1;
    return { ...card, position: "", isReversed, meaning: isReversed ? card.reversed : card.upright };
  });

test("says what a single card means", () => {
  expect(composeReading(drawn("major-0"))).toBe(
    "Your card is The Fool: a beginning taken lightly, trust before proof.",
  );
});

test("leads three cards from the past to what the last one means", () => {
  expect(composeReading(drawn("major-0", "major-16", "major-17"))).toBe(
    "The Fool lies behind you, The Tower (reversed) is with you now, and The Star lies ahead: hope after the storm, simple and real.",
  );
});

test("names all five cards of a spread once", () => {
  const cards = drawCards("a turn", "five");
  const reading = composeReading(cards);
  for (const { name } of cards) expect(reading.split(name)).toHaveLength(2);
  expect(reading).toContain(`: ${cards.at(-1)?.meaning}.`);
});
