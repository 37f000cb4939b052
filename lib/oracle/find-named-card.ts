import { type TarotCard, tarotDeck } from "./tarot-deck.ts";

/** Returns the tarot card that a text names, with or without "the"; of several the longest name. */
export function findNamedCard(text: string): TarotCard | null {
  const plain = ` ${text.toLowerCase().replace(/[^a-z]+/g, " ")} `;
  const named = tarotDeck.filter(({ name }) =>
    plain.includes(` ${name.toLowerCase().replace(/^the /, "")} `),
  );
  return named.toSorted((one, other) => other.name.length - one.name.length)[0] ?? null;
}
