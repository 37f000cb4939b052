import { expect, it } from "vitest";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";
import { chatbotConfig } from "#lib/chatbot/schema.ts";
import { changesOf, rebaseDraft, toDraft, withChanges } from "./chatbot-draft.ts";

const saved: StudioChatbot = {
  id: "bot_1",
  handle: "help",
  name: "Help",
  visibility: "public",
  linkToken: null,
  version: "2026-01-01T00:00:00.000Z",
  config: chatbotConfig.parse({ persona: "Kind", starters: ["One?"], model: "m", temperature: 0.5 }),
};

it("lists only changed fields, and unsets emptied ones", () => {
  const draft = toDraft(saved);
  expect(changesOf(saved, draft)).toBeNull();
  expect(changesOf(saved, { ...draft, name: " Help ", starters: ["One?", " ", ""] })).toBeNull();
  expect(
    changesOf(saved, { ...draft, name: "New", model: " ", temperature: "", maxOutputTokens: "500" }),
  ).toEqual({ name: "New", config: { model: null, temperature: null, maxOutputTokens: 500 } });
  expect(changesOf(saved, { ...draft, starters: ["Two?"] })).toEqual({ config: { starters: ["Two?"] } });
});

it("applies changes to a chatbot and reverts them", () => {
  const draft = { ...toDraft(saved), name: "New", model: "" };
  const next = withChanges(saved, changesOf(saved, draft) ?? { config: {} });
  expect(next).toMatchObject({ name: "New", config: { persona: "Kind" } });
  expect(next.config.model).toBeUndefined();
  expect(changesOf(next, toDraft(saved))).toEqual({ name: "Help", config: { model: "m" } });
});

it("keeps what was typed since the save", () => {
  const next = withChanges(saved, { name: "New", config: {} });
  const draft = { ...toDraft(next), persona: "Typed since" };
  expect(rebaseDraft(draft, next, saved)).toMatchObject({ name: "Help", persona: "Typed since" });
});

it("sets the answer mode, and resets it to the instance's default", () => {
  const queued = { ...toDraft(saved), dispatch: "queued" as const };
  expect(changesOf(saved, queued)).toEqual({ config: { dispatch: "queued" } });
  const set = withChanges(saved, { config: { dispatch: "queued" } });
  expect(toDraft(set).dispatch).toBe("queued");
  expect(changesOf(set, { ...toDraft(set), dispatch: "" })).toEqual({ config: { dispatch: null } });
  expect(toDraft(withChanges(set, { config: { dispatch: null } })).dispatch).toBe("");
});
