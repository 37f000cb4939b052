import { z } from "zod";
import { defineSkill } from "#lib/skills/skill.ts";
import { cardName, composeReading } from "./compose-reading.ts";
import { type DrawnCard, drawCards, type Spread, spreads } from "./draw-cards.ts";
import { type TarotCard, tarotCard } from "./schema.ts";

const input = z.object({
  spread: z
    .enum(Object.keys(spreads) as [Spread, ...Spread[]])
    .default("three")
    .describe("How many cards: one, three (past, present, future), or five (a situation)."),
});

const ASKS_FOR_CARDS =
  /\b(?:draw|pull|pick|deal|lay|turn)\b[^.]*\bcards?\b|\btarot\b|\bcards?\b[^.]*\b(?:reading|spread|for me|(?:of|for) the day)\b/i;
const ONE = /\b(?:one|1|a|single)\s+(?:single\s+)?(?:tarot\s+)?card\b|\bcard of the day\b/i;
const FIVE = /\b(?:five|5)\b/i;

export const tarotSkill = defineSkill({
  name: "draw_tarot_cards",
  description:
    "Draws tarot cards from a shuffled deck of 78 and returns what each means, upright or reversed. Use it whenever someone asks for cards; never make up cards.",
  input,
  card: tarotCard,
  recognize(question) {
    if (!ASKS_FOR_CARDS.test(question)) return null;
    const spread: Spread = FIVE.test(question) ? "five" : ONE.test(question) ? "one" : "three";
    return { spread };
  },
  async run(_ctx, { spread }, { seed }) {
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
