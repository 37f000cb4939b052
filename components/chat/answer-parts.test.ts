import { expect, test } from "vitest";
import type { PlacedCard } from "#lib/skills/card.ts";
import { partsOf, plainAnswer } from "./answer-parts.ts";
import { applyChunk } from "./apply-chunk.ts";
import { emptyConversation } from "./conversation-state.ts";

const cardAt = (at: number, text: string): PlacedCard => ({
  at,
  card: { kind: "tarot", text, cards: [] },
});
const shown = (text: string, cards: PlacedCard[]) =>
  partsOf(text, cards).map((part) => (part.kind === "card" ? `<${part.card.text}>` : part.text));

test("places cards where they arrived in the text", () => {
  expect(shown("Before.After.", [cardAt(7, "a"), cardAt(7, "b")])).toEqual([
    "Before.",
    "<a>",
    "<b>",
    "After.",
  ]);
  expect(shown("Only text.", [])).toEqual(["Only text."]);
  expect(shown("", [cardAt(0, "a")])).toEqual(["<a>"]);
});

test("places a card at the end until its text arrives, and drops parts of only white space", () => {
  expect(shown("Bef", [cardAt(7, "a")])).toEqual(["Bef", "<a>"]);
  expect(shown("Before.\n\n", [cardAt(7, "a")])).toEqual(["Before.", "<a>"]);
});

test("describes cards in words in the plain text of an answer", () => {
  expect(plainAnswer("Before.\n\nAfter.", [cardAt(7, "Past: The Sun.")])).toBe(
    "Before.\n\nPast: The Sun.\n\nAfter.",
  );
});

test("does not show a card or skill twice when it is sent again after a disconnect", () => {
  const start = applyChunk(emptyConversation, {
    type: "start",
    messageId: "msg_1",
    messageMetadata: {
      conversationId: "cnv_1",
      turnId: "trn_1",
      userMessageId: "msg_0",
      title: "",
      model: { provider: "p", id: "m", builtIn: false },
    },
  });
  const call = (state: "running" | "done") =>
    ({ type: "data-skill", id: "skill-1", data: { id: "skill-1", name: "moon_phase", state } }) as const;
  const card = { type: "data-card", id: "card-1", data: cardAt(0, "a") } as const;
  const other = { type: "data-card", id: "card-2", data: cardAt(0, "b") } as const;
  const last = [call("running"), card, call("done"), card, other, other]
    .reduce(applyChunk, start)
    .messages.at(-1);
  expect(last?.cards.map(({ card: { text } }) => text)).toEqual(["a", "b"]);
  expect(last?.skills).toEqual([{ id: "skill-1", name: "moon_phase", state: "done" }]);
});
