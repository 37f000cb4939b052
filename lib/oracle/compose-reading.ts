import type { DrawnCard } from "./draw-cards.ts";

/** Joins the cards of a spread into one sentence, which ends with what the last card means. */
export function composeReading(drawn: DrawnCard[]): string {
  const [first = "", second = "", third = "", fourth = "", fifth = ""] = drawn.map(cardName);
  const meaning = drawn.at(-1)?.meaning;
  switch (drawn.length) {
    case 1:
      return `Your card is ${first}: ${meaning}.`;
    case 3:
      return `${first} lies behind you, ${second} is with you now, and ${third} lies ahead: ${meaning}.`;
    default:
      return `${first} stands at the center, crossed by ${second}, with ${third} beneath. ${fourth} can help you, and ${fifth} shows where this leads: ${meaning}.`;
  }
}

export function cardName({ name, isReversed }: Pick<DrawnCard, "name" | "isReversed">): string {
  return isReversed ? `${name} (reversed)` : name;
}
