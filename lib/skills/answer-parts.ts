import type { Card, PlacedCard } from "./card.ts";

export type AnswerPart =
  | { kind: "text"; key: string; text: string; isLast: boolean }
  | { kind: "card"; key: string; card: Card };

/** Splits an answer into text and cards, in reading order. */
export function partsOf(text: string, cards: readonly PlacedCard[]): AnswerPart[] {
  const parts: AnswerPart[] = [];
  let from = 0;
  const say = (to: number) => {
    const piece = text.slice(from, to);
    if (piece.trim() !== "")
      parts.push({ kind: "text", key: `text ${from}`, text: piece, isLast: to >= text.length });
    from = Math.max(from, to);
  };
  for (const [index, { at, card }] of cards.entries()) {
    say(Math.min(at, text.length));
    parts.push({ kind: "card", key: `card ${index}`, card });
  }
  say(text.length);
  return parts;
}

/** Returns an answer as plain text, with its cards described in words. */
export function plainAnswer(text: string, cards: readonly PlacedCard[]): string {
  return partsOf(text, cards)
    .map((part) => (part.kind === "card" ? part.card.text : part.text.trim()))
    .join("\n\n");
}
