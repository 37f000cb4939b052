import { z } from "zod";
import { defineSkill } from "#lib/skills/skill.ts";
import { cardName, composeReading } from "./compose-reading.ts";
import { type DrawnCard, drawCards, type Spread, spreads } from "./draw-cards.ts";
import { findNamedCard } from "./find-named-card.ts";
import { type TarotCard, tarotCard } from "./schema.ts";

const input = z.object({
  spread: z
    .enum(Object.keys(spreads) as [Spread, ...Spread[]])
    .default("three")
    .describe("How many cards: one, three (past, present, future), or five (a situation)."),
  card: z
    .string()
    .max(60)
    .optional()
    .describe("Name of a card, to tell what it means. Leave it out to draw cards."),
});

const ASKS_FOR_CARDS =
  /\b(?:draw|pull|pick|deal|lay|turn)\b[^.]*\bcards?\b|\btarot\b|\bcards?\b[^.]*\b(?:reading|spread|for me|(?:of|for) the day)\b/i;
const ASKS_FOR_MEANING =
  /\bmean(?:s|ing)?\b|\bstands? for\b|\b(?:tell me about|explain|what is) .*\bcard\b|\bcard\b.*\b(?:tell me about|explain)\b/i;
const ONE = /\b(?:one|1|a|single)\s+(?:single\s+)?(?:tarot\s+)?card\b|\bcard of the day\b/i;
const FIVE = /\b(?:five|5)\b/i;

export const tarotSkill = defineSkill({
  name: "draw_tarot_cards",
  description:
    "Draws tarot cards from a shuffled deck of 78 and returns what each means, upright or reversed; or tells what a named card means. Use it whenever someone asks for cards; never make up cards.",
  input,
  card: tarotCard,
  recognize(question) {
    const named = findNamedCard(question);
    if (named && ASKS_FOR_MEANING.test(question)) return { card: named.name };
    if (!ASKS_FOR_CARDS.test(question)) return null;
    const spread: Spread = FIVE.test(question) ? "five" : ONE.test(question) ? "one" : "three";
    return { spread };
  },
  async run(_ctx, { spread, card: name }, { seed }) {
    const named = name === undefined ? null : findNamedCard(name);
    if (named) {
      const text = `${named.name}: ${named.upright}. Reversed: ${named.reversed}.`;
      return { text, said: text, cards: [] };
    }
    const drawn = drawCards(`${seed} ${spread}`, spread);
    const text = drawn.map(describeCard).join("\n");
    const card: TarotCard = {
      kind: "tarot",
      text,
      cards: drawn.map(({ id, name, position, isReversed, meaning }) => ({
        id,
        name,
        position,
        isReversed,
        meaning,
      })),
    };
    return { text, said: composeReading(drawn), cards: [card] };
  },
});

function describeCard({ name, position, isReversed, meaning }: DrawnCard): string {
  return `${position}: ${cardName({ name, isReversed })}. ${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`;
}
