import type { PlacedCard } from "#lib/skills/card.ts";
import { stripMarks } from "../mark-parsing/strip-marks.ts";

/** `cards`: those shown with the text. */
export type HistoryMessage = { role: "user" | "assistant"; text: string; cards?: readonly PlacedCard[] };

/**
 * A message's text with its cards in plain words. Without its citation marks: their numbers would be taken
 * for those of the new passages.
 */
export function plainText({ role, text, cards = [] }: HistoryMessage): string {
  const said = role === "assistant" ? stripMarks(text) : text;
  return [...cards.map(({ card }) => `(Shown as a card: ${card.text})`), said].filter(Boolean).join("\n");
}
