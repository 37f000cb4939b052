import { describe, expect, it } from "vitest";
import type { MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import { ChatApiError } from "./chat-api.ts";
import type { ConversationAction } from "./conversation-state.ts";
import { followTurn, type TurnSource } from "./follow-turn.ts";

const start: TurnChunk = {
  type: "start",
  messageId: "msg_2",
  messageMetadata: {
    conversationId: "cnv_1",
    turnId: "trn_1",
    userMessageId: "msg_1",
    title: "T",
    model: { provider: "p", id: "m", builtIn: true },
  },
};
const page = (state: "running" | "complete"): MessagePage => ({
  before: null,
  messages: [
    {
      id: "msg_2",
      role: "assistant",
      text: "",
      createdAt: "",
      citations: [],
      cards: [],
      skills: [],
      grounding: null,
      turn: { id: "t", state, model: { provider: "p", id: "m", builtIn: true } },
    },
  ],
});
const stream = (...chunks: TurnChunk[]) =>
  new Response(
    `: heartbeat\n\n${chunks.map((chunk, i) => `id: 1.${i}\ndata: ${JSON.stringify(chunk)}\n\n`).join("")}`,
  );

async function follow(overrides: Partial<TurnSource>, conversationId: string | null = null) {
  const actions: ConversationAction[] = [];
  const waits: number[] = [];
  const source: TurnSource = {
    ask: async () => stream(start, { type: "finish" }),
    resume: async () => null,
    reload: async () => page("complete"),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    watch: () => ({ heard: () => {}, end: () => {} }),
    now: () => 0,
    random: () => 0.5,
    ...overrides,
  };
  await followTurn(source, conversationId, (action) => actions.push(action), new AbortController().signal);
  return { types: actions.map((action) => action.type), actions, waits };
}

describe("followTurn", () => {
  it("reads an answer to its end, past heartbeats", async () => {
    expect(await follow({})).toMatchObject({ types: ["chunks", "chunks"], waits: [] });
  });

  it("resumes an interrupted stream, and loads the stored answer once it is idle", async () => {
    let resumed = 0;
    const { types, waits } = await follow({
      ask: async () => stream(start),
      resume: async () => (resumed++ === 0 ? stream(start) : null),
    });
    expect(types).toEqual(["chunks", "reconnecting", "connected", "chunks", "reconnecting", "reloaded"]);
    expect(waits).toEqual([500, 1_000]);
  });

  it("asks again instead of resuming when the disconnect came before the server named the turn", async () => {
    let asked = 0;
    const { types } = await follow({
      ask: async () => (asked++ === 0 ? stream() : stream(start, { type: "finish" })),
    });
    expect(asked).toBe(2);
    expect(types).toEqual(["chunks", "chunks"]);
  });

  it("asks again by itself when the server is overloaded, later each time", async () => {
    let asked = 0;
    const { types, waits } = await follow({
      ask: async () => {
        asked += 1;
        if (asked <= 2) throw new ChatApiError(503, "The server is busy.", 4);
        return stream(start, { type: "finish" });
      },
    });
    expect(types).toEqual(["waiting", "waiting", "chunks", "chunks"]);
    expect(waits).toEqual([5_000, 6_000]);
  });

  it("says that it was refused when the server stays overloaded", async () => {
    let asked = 0;
    const { actions } = await follow({
      ask: async () => {
        asked += 1;
        throw new ChatApiError(503, "The server is busy.", 2);
      },
    });
    expect(asked).toBe(13);
    expect(actions.at(-1)).toEqual({ type: "refused", message: "The server is busy." });
  });

  it("does not ask again when a refusal names no time", async () => {
    const { types, waits } = await follow({
      ask: async () => {
        throw new ChatApiError(503, "No.");
      },
    });
    expect(types).toEqual(["refused"]);
    expect(waits).toEqual([]);
  });

  it("resumes from the last event received, and from the start when the server does not know it", async () => {
    const cursors: (string | null)[] = [];
    const { types } = await follow({
      ask: async () => stream(start, { type: "text-start", id: "0" }),
      resume: async (_, cursor) => {
        cursors.push(cursor);
        if (cursors.length === 1) throw new TypeError("network");
        if (cursors.length === 2) throw new ChatApiError(400, "The cursor is not valid.");
        return stream(start, { type: "finish" });
      },
    });
    expect(cursors).toEqual(["1.1", "1.1", null]);
    expect(types.at(-1)).toBe("chunks");
  });

  it("reconnects when a connection has gone silent", async () => {
    let watched = 0;
    const silent = () =>
      new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array()) }));
    const { types } = await follow({
      ask: async () => stream(start),
      resume: async (_, __, signal) => {
        if (watched > 2) return stream({ type: "finish" });
        const { body } = silent();
        return new Response(body?.pipeThrough(new TransformStream(), { signal }));
      },
      watch: (onSilent) => {
        watched += 1;
        if (watched === 2) setTimeout(onSilent, 5);
        return { heard: () => {}, end: () => {} };
      },
    });
    expect(types).toEqual(["chunks", "reconnecting", "connected", "reconnecting", "connected", "chunks"]);
  });

  it("abandons a connection without a response after a growing timeout, and in the end gives up", async () => {
    const limits: (number | undefined)[] = [];
    let clock = 0;
    const { types } = await follow({
      ask: async () => stream(start),
      resume: (_, __, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        }),
      now: () => clock,
      watch: (onSilent, answerWithin) => {
        limits.push(answerWithin);
        clock += 10_000;
        if (answerWithin) setTimeout(onSilent, 1);
        return { heard: () => {}, end: () => {} };
      },
    });
    expect(limits.slice(0, 4)).toEqual([undefined, 2_000, 3_000, 4_000]);
    expect(limits.at(-1)).toBe(19_000);
    expect(types.at(-1)).toBe("lost");
  });

  it("gives up after about two minutes and reports it", async () => {
    const { types, waits } = await follow({
      ask: async () => stream(start),
      resume: async () => {
        throw new TypeError("network");
      },
    });
    expect(waits.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(100_000);
    expect(types.at(-1)).toBe("lost");
  });

  it("reports a refusal with the server's message, and without one when it could not be reached", async () => {
    const refuse = (error: Error) => async () => {
      throw error;
    };
    const limited = await follow({ ask: refuse(new ChatApiError(429, "Wait until 15:40.")) });
    expect(limited.actions).toEqual([{ type: "refused", message: "Wait until 15:40." }]);
    const offline = await follow({ ask: refuse(new TypeError("network")) });
    expect(offline.actions).toEqual([{ type: "refused", message: null }]);
  });

  it("follows a running answer, and waits while it is stored as running but cannot be followed", async () => {
    let reloads = 0;
    const { types } = await follow(
      { ask: null, reload: async () => page(reloads++ === 0 ? "running" : "complete") },
      "cnv_1",
    );
    expect(types).toEqual(["reloaded", "reconnecting", "reloaded"]);
  });
});
