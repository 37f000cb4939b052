import { expect, test } from "vitest";
import type { PlacedCard } from "#lib/skills/card.ts";
import { applyChunk } from "./apply-chunk.ts";
import { emptyConversation } from "./conversation-state.ts";

const cardAt = (at: number, text: string): PlacedCard => ({
  at,
  card: { kind: "tarot", text, cards: [] },
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
