import { expect, test } from "vitest";
import { findNamedCard } from "./find-named-card.ts";
import { tarotDeck } from "./tarot-deck.ts";
import { tarotSkill } from "./tarot-skill.ts";

test.each([
  ["Draw three tarot cards", { spread: "three" }],
  ["pull a card about my career", { spread: "one" }],
  ["what does the tower mean?", { card: "The Tower" }],
  ["meaning of the Ace of Cups", { card: "Ace of Cups" }],
  ["tell me about the death card", { card: "Death" }],
  ["what does my boss mean?", null],
  ["tell me about the sun", null],
])("%s", (question, input) => expect(tarotSkill.recognize(question, [])).toEqual(input));

test("finds every card of the deck by its name", () => {
  for (const card of tarotDeck) expect(findNamedCard(`what does ${card.name} mean`)?.id).toBe(card.id);
});

test("tells what a named card means without drawing one", async () => {
  const result = await tarotSkill.run({} as never, { spread: "three", card: "the tower" }, {
    seed: "s",
  } as never);
  expect(result).toMatchObject({ cards: [], said: expect.stringMatching(/^The Tower: .+ Reversed: .+\.$/) });
});
