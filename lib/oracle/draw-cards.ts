import { createHash } from "node:crypto";
import { type TarotCard, tarotDeck } from "./tarot-deck.ts";

export const spreads = {
  one: ["The card"],
  three: ["Past", "Present", "Future"],
  five: ["Now", "What crosses you", "What lies beneath", "What helps", "Where it leads"],
} as const;
export type Spread = keyof typeof spreads;

export type DrawnCard = TarotCard & { position: string; isReversed: boolean; meaning: string };

/**
 * Shuffles the deck by a seed and draws from the top. The same seed draws the same cards, and every order is
 * equally likely: Fisher-Yates with numbers from SHA-256 in counter mode, without modulo bias.
 */
export function drawCards(seed: string, spread: Spread): DrawnCard[] {
  const random = randomBelow(seed);
  const deck = [...tarotDeck];
  for (let top = deck.length - 1; top > 0; top -= 1) {
    const other = random(top + 1);
    const [a, b] = [deck[top], deck[other]];
    if (a && b) [deck[top], deck[other]] = [b, a];
  }
  return spreads[spread].map((position, index) => {
    const card = deck[index];
    if (!card) throw new Error("The deck has fewer cards than the spread.");
    const isReversed = random(2) === 1;
    return { ...card, position, isReversed, meaning: isReversed ? card.reversed : card.upright };
  });
}

/** Returns a deterministic generator of uniform integers from 0 to `limit` - 1. */
function randomBelow(seed: string): (limit: number) => number {
  let block = Buffer.alloc(0);
  let counter = 0;
  let place = 0;
  const next = () => {
    if (place >= block.length) {
      block = createHash("sha256").update(`${counter}:${seed}`).digest();
      counter += 1;
      place = 0;
    }
    const value = block.readUInt32BE(place);
    place += 4;
    return value;
  };
  return (limit) => {
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const value = next();
      if (value < fair) return value % limit;
    }
  };
}
