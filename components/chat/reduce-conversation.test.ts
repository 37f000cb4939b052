import { describe, expect, it } from "vitest";
import type { ConversationDetail, MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import { type ConversationAction, emptyConversation } from "./conversation-state.ts";
import { reduceConversation } from "./reduce-conversation.ts";

const model = { provider: "parley", id: "quoter", builtIn: true };
const citation = {
  number: 1,
  documentId: "doc_1",
  title: "Guide",
  headingPath: ["Guide"],
  pages: null,
  excerpt: "…",
};
const start: TurnChunk = {
  type: "start",
  messageId: "msg_2",
  messageMetadata: {
    conversationId: "cnv_1",
    turnId: "trn_1",
    userMessageId: "msg_1",
    title: "Hello",
    model,
  },
};
const text = (delta: string): TurnChunk => ({ type: "text-delta", id: "0", delta });
const sent: ConversationAction = {
  type: "sent",
  id: "mine",
  text: "Hello",
  createdAt: "2026-01-01T00:00:00Z",
};
const chunks = (...all: TurnChunk[]): ConversationAction => ({ type: "chunks", chunks: all });
const run = (...actions: ConversationAction[]) => actions.reduce(reduceConversation, emptyConversation);

describe("reduceConversation", () => {
  it("shows a message at once and keeps its element when the server names it", () => {
    expect(run(sent).messages).toMatchObject([{ key: "mine", id: "mine", role: "user", text: "Hello" }]);
    const state = run(sent, chunks(start));
    expect(state).toMatchObject({ id: "cnv_1", title: "Hello", turn: { kind: "streaming" } });
    expect(state.messages).toMatchObject([
      { key: "mine", id: "msg_1" },
      { id: "msg_2", text: "", turn: { state: "running" } },
    ]);
  });

  it("keeps a message that waits for an overloaded server, until the server names it or refuses it", () => {
    const waiting = run(sent, { type: "waiting" });
    expect(waiting).toMatchObject({ turn: { kind: "sending", isWaiting: true }, unsent: null });
    expect(waiting.messages).toHaveLength(1);
    expect(reduceConversation(waiting, chunks(start)).turn).toMatchObject({ kind: "streaming" });
    expect(reduceConversation(waiting, { type: "refused", message: "Busy." })).toMatchObject({
      turn: { kind: "idle" },
      messages: [],
      unsent: "Hello",
    });
    expect(run(sent, chunks(start), { type: "waiting" }).turn.kind).toBe("streaming");
  });

  it("collects text and citations, each once, and ends complete", () => {
    const source: TurnChunk = { type: "data-citation", id: "1", data: citation };
    const state = run(sent, chunks(start, text("Yes "), source, source, text("[1]"), { type: "finish" }));
    expect(state.turn.kind).toBe("idle");
    expect(state.messages.at(-1)).toMatchObject({
      text: "Yes [1]",
      citations: [citation],
      turn: { state: "complete" },
    });
  });

  it("drops text and citations that the server takes back, and shows the grounding", () => {
    const source: TurnChunk = { type: "data-citation", id: "1", data: citation };
    const retract: TurnChunk = { type: "data-retract", id: "retract", data: { length: 4, citations: 0 } };
    const end: TurnChunk = {
      type: "message-metadata",
      messageMetadata: { state: "complete", grounding: "uncited" },
    };
    const state = run(sent, chunks(start, text("Yes. I think"), source, retract));
    expect(state.messages.at(-1)).toMatchObject({ text: "Yes.", citations: [] });
    const ended = reduceConversation(state, chunks(text(" Two."), end, { type: "finish" }));
    expect(ended.messages.at(-1)).toMatchObject({ text: "Yes. Two.", grounding: "uncited" });
  });

  it("prefers the recorded end of the turn to the meaning of its last chunk", () => {
    const end: TurnChunk = {
      type: "message-metadata",
      messageMetadata: { state: "failed", errorCode: "model_stalled" },
    };
    const state = run(sent, chunks(start, text("Ye"), end, { type: "error", errorText: "x" }));
    expect(state.messages.at(-1)).toMatchObject({
      text: "Ye",
      turn: { state: "failed", errorCode: "model_stalled" },
    });
    expect(run(sent, chunks(start, { type: "abort" })).messages.at(-1)?.turn?.state).toBe("stopped");
  });

  it("replays an answer from the start without showing less than before", () => {
    const cut = run(sent, chunks(start, text("One two three")), { type: "reconnecting", attempt: 1 });
    const again = reduceConversation(cut, chunks(start, text("One ")));
    expect(again.messages.at(-1)?.text).toBe("One two three");
    const grown = reduceConversation(again, chunks(text("two three four")));
    expect(grown.messages.at(-1)?.text).toBe("One two three four");
    expect(grown.messages).toHaveLength(2);
  });

  it("restores the text of a refused message and the answer of a refused regeneration", () => {
    const refused = run(sent, { type: "refused", message: "Too many" });
    expect(refused).toMatchObject({
      messages: [],
      turn: { kind: "idle" },
      unsent: "Hello",
      notice: { action: "send", message: "Too many" },
    });
    const answered = run(sent, chunks(start, text("Yes"), { type: "finish" }));
    const asked = reduceConversation(answered, { type: "regenerated", messageId: "msg_2" });
    expect(asked.messages).toHaveLength(1);
    const back = reduceConversation(asked, { type: "refused", message: null });
    expect(back.messages).toEqual(answered.messages);
    expect(back.unsent).toBeNull();
  });

  it("follows the running answer of an opened conversation, and merges a reload with older pages", () => {
    const detail: ConversationDetail = {
      id: "cnv_1",
      title: "T",
      updatedAt: "",
      chatbot: "demo",
      running: true,
      handling: null,
    };
    const message = (id: string, role: "user" | "assistant") => ({
      id,
      role,
      text: id,
      createdAt: "",
      citations: [],
      cards: [],
      skills: [],
      grounding: null,
    });
    const page: MessagePage = { messages: [message("m3", "user"), message("m4", "assistant")], before: "3" };
    const opened = run({ type: "opened", detail, page });
    expect(opened.turn).toEqual({ kind: "reconnecting", attempt: 0, from: null });
    const older: ConversationAction = {
      type: "older-loaded",
      conversationId: "cnv_1",
      page: { messages: [message("m1", "user")], before: null },
    };
    const reloaded = reduceConversation(reduceConversation(opened, older), { type: "reloaded", page });
    expect(reloaded.messages.map(({ id }) => id)).toEqual(["m1", "m3", "m4"]);
    expect(reloaded).toMatchObject({ before: null, turn: { kind: "idle" } });
    expect(reduceConversation(opened, { ...older, conversationId: "cnv_2" })).toBe(opened);
  });

  it("keeps a rating with its answer until it is taken back", () => {
    const answered = [sent, chunks(start, text("Yes"), { type: "finish" })];
    const feedback = { rating: "down" as const, reason: "incorrect", text: null };
    const rated = run(...answered, { type: "rated", messageId: "msg_2", feedback });
    expect(rated.messages.map((message) => message.feedback)).toEqual([undefined, feedback]);
    const again = reduceConversation(rated, { type: "rated", messageId: "msg_2", feedback: null });
    expect(again.messages.map((message) => message.feedback)).toEqual([undefined, undefined]);
  });
});
