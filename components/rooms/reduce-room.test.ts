import { describe, expect, test } from "vitest";
import type { WireEvent, WireFrame, WireMessage, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { countUnread } from "./read-up-to.ts";
import { reduceRoom } from "./reduce-room.ts";
import type { RoomAction, RoomState } from "./room-state.ts";
import { emptyRoom } from "./room-store.ts";

const at = "2026-05-04T10:00:00.000Z";
const room: WireRoom = {
  code: "ABCD",
  title: "Workshop",
  chatbot: { handle: "support", name: "Kestrel Support" },
  bot_manner: "mentioned",
  access: "open",
  has_password: false,
  state: "open",
  slow_seconds: 0,
  code_hidden: false,
  hold: false,
  lobby: false,
  expires_at: null,
  cover: null,
  pinned: null,
  people: 2,
  created_at: at,
};

function participant(name: string, more: Partial<WireParticipant> = {}): WireParticipant {
  const role = "participant";
  return {
    id: `par_${name}`,
    name,
    role,
    muted_until: null,
    present: true,
    joined_at: at,
    read_offset: 0,
    ...more,
  };
}

function said(offset: number, by: string, content: string, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: `rmg_${offset}`,
    chat_code: "ABCD",
    offset,
    client_id: null,
    participant_id: `par_${by}`,
    username: by,
    role: "participant",
    content,
    created_at: at,
    edited_at: null,
    deleted_at: null,
    reply_to: null,
    reactions: [],
    files: [],
    answer: null,
    ...more,
  };
}

const ada = participant("Ada");
const ben = participant("Ben");

type Kind = { kind: WireEvent["kind"] } & Record<string, unknown>;
const event = (offset: number, what: Kind, epoch = 1): RoomAction =>
  frame({ type: "event", offset, cursor: `${epoch}.${offset}`, created_at: at, ...what } as WireFrame);
const frame = (one: WireFrame): RoomAction => ({ type: "frame", frame: one });
const message = (offset: number, by: string, content: string, more: Partial<WireMessage> = {}): RoomAction =>
  event(offset, { kind: "message", message: said(offset, by, content, more) });
const welcome = (cursor: string, messages: WireMessage[] | null, self = ada): RoomAction =>
  frame({
    type: "welcome",
    cursor,
    self,
    room,
    ...(messages && { snapshot: { messages, cursor: null, participants: [ada, ben] } }),
  });
const wrote = (id: string, content = "Hello"): RoomAction => ({
  type: "wrote",
  message: { id, content, replyTo: null, files: [] },
});

const play = (...actions: RoomAction[]): RoomState => actions.reduce(reduceRoom, emptyRoom(room, ada));
const texts = ({ messages }: RoomState) => messages.map(({ content }) => content);

describe("events", () => {
  test("are applied in order after the snapshot", () => {
    const state = play(welcome("1.5", [said(5, "Ben", "a")]), message(6, "Ben", "b"), message(7, "Ada", "c"));
    expect(texts(state)).toEqual(["a", "b", "c"]);
    expect(state.cursor).toBe("1.7");
  });

  test("change nothing when they come twice", () => {
    const once = play(welcome("1.5", []), message(6, "Ben", "b"));
    expect(reduceRoom(once, message(6, "Ben", "again"))).toBe(once);
    expect(reduceRoom(once, message(5, "Ben", "older"))).toBe(once);
  });

  test("change nothing behind a gap, and the position stays before it", () => {
    const before = play(welcome("1.5", []));
    expect(reduceRoom(before, message(7, "Ben", "too early"))).toBe(before);
    expect(reduceRoom(before, event(6, { kind: "room", room }, 2))).toBe(before);
  });

  test("move the position when their kind is unknown", () => {
    const unknown = event(6, { kind: "sparkle" as WireEvent["kind"] });
    expect(play(welcome("1.5", []), unknown, message(7, "Ben", "b")).cursor).toBe("1.7");
  });

  test("end the catching up when the last one has arrived", () => {
    const away = play(welcome("1.5", []), { type: "offline" }, welcome("1.7", null));
    expect(away.connection).toEqual({ kind: "catching-up", until: 7 });
    const half = reduceRoom(away, message(6, "Ben", "b"));
    expect(half.connection.kind).toBe("catching-up");
    expect(reduceRoom(half, message(7, "Ben", "c")).connection).toEqual({ kind: "live" });
  });

  test("are live at once when nothing was missed", () => {
    const state = play(welcome("1.5", []), { type: "offline" }, welcome("1.5", null));
    expect(state.connection).toEqual({ kind: "live" });
  });

  test("replace a deleted message and its quotes", () => {
    const first = said(1, "Ben", "secret");
    const reply = said(2, "Ada", "what?", { reply_to: { id: first.id, username: "Ben", content: "secret" } });
    const state = play(
      welcome("1.2", [first, reply]),
      event(3, { kind: "delete", message: { ...first, content: "", deleted_at: at } }),
    );
    expect(texts(state)).toEqual(["", "what?"]);
    expect(state.messages[1]?.reply_to?.content).toBe("");
  });

  test("rename a person in the list and on their messages", () => {
    const state = play(
      welcome("1.1", [said(1, "Ben", "a")]),
      event(2, { kind: "participant", participant: { ...ben, name: "Benno" } }),
    );
    expect(state.messages[0]?.username).toBe("Benno");
    expect(state.participants.map(({ name }) => name)).toEqual(["Ada", "Benno"]);
  });

  test("keep the reader's own mute and drop people who left", () => {
    const state = play(
      welcome("1.1", []),
      event(2, { kind: "participant", participant: { ...ada, muted_until: at } }),
      event(3, { kind: "leave", participant: { ...ben, present: false } }),
    );
    expect(state.self.muted_until).toBe(at);
    expect(state.participants.map(({ name }) => name)).toEqual(["Ada"]);
  });
});

describe("a snapshot", () => {
  test("replaces what is known when the server asks to resync", () => {
    const state = play(
      welcome("1.5", [said(5, "Ben", "old")]),
      frame({ type: "resync", reason: "foreign" }),
      welcome("2.3", [said(3, "Ben", "new")]),
      message(4, "Ben", "gap"),
    );
    expect(texts(state)).toEqual(["new"]);
    expect(state.cursor).toBe("2.3");
    expect(state.line).toBeNull();
  });

  test("keeps unsent messages, except those that it contains", () => {
    const state = play(
      welcome("1.5", []),
      wrote("one"),
      wrote("two"),
      { type: "sending", id: "one" },
      frame({ type: "resync", reason: "foreign" }),
      welcome("1.9", [said(6, "Ada", "Hello", { client_id: "one" })]),
    );
    expect(state.own.map(({ id }) => id)).toEqual(["two"]);
  });

  test("is not extended by an older page that was asked for before it", () => {
    const page = { messages: [said(1, "Ben", "first")], cursor: null };
    const state = play(welcome("1.5", [said(5, "Ben", "a")]), { type: "older-loaded", before: "b", page });
    expect(texts(state)).toEqual(["a"]);
    expect(texts(reduceRoom(state, { type: "older-loaded", before: null, page }))).toEqual(["first", "a"]);
  });
});

describe("an own message", () => {
  const start = [welcome("1.5", []), wrote("mine"), { type: "sending", id: "mine" } as const];
  const placed = said(6, "Ada", "Hello", { client_id: "mine" });

  test("is shown at once and once when the reply comes before its event", () => {
    const state = play(...start, { type: "placed", message: placed });
    expect(state.own).toEqual([]);
    expect(texts(reduceRoom(state, event(6, { kind: "message", message: placed })))).toEqual(["Hello"]);
  });

  test("keeps a later edit or deletion when the reply comes last", () => {
    const state = play(
      ...start,
      event(6, { kind: "message", message: placed }),
      event(7, { kind: "delete", message: { ...placed, content: "", deleted_at: at } }),
      { type: "placed", message: placed },
    );
    expect(state.own).toEqual([]);
    expect(texts(state)).toEqual([""]);
  });

  test("takes its place before messages that came earlier than its event", () => {
    const state = play(
      ...start,
      { type: "placed", message: { ...placed, id: "rmg_7", offset: 7 } },
      message(6, "Ben", "first"),
    );
    expect(texts(state)).toEqual(["first", "Hello"]);
  });

  test("waits while the server is unreachable and is sent again after the next welcome", () => {
    const state = play(...start, { type: "unreachable", id: "mine" });
    expect(state.own[0]?.state).toBe("waiting");
    expect(reduceRoom(state, welcome("1.5", null)).own[0]?.state).toBe("queued");
  });

  test("stays with the reason when it is refused, also after the next welcome", () => {
    const state = play(...start, { type: "refused", id: "mine", reason: "Muted." }, welcome("1.5", null));
    expect(state.own[0]).toMatchObject({ state: "failed", reason: "Muted." });
    expect(reduceRoom(state, { type: "retried", id: "mine" }).own[0]?.state).toBe("queued");
    expect(reduceRoom(state, { type: "discarded", id: "mine" }).own).toEqual([]);
  });

  test("of someone else with the same id removes nothing", () => {
    const state = play(...start, message(6, "Ben", "Hello", { client_id: "mine" }));
    expect(state.own).toHaveLength(1);
  });
});

describe("the unread line", () => {
  const away = [welcome("1.5", [said(5, "Ben", "a")]), { type: "watched", isWatching: false } as const];

  test("is above the first message that came while the reader was away", () => {
    const state = play(...away, message(6, "Ben", "b"), message(7, "Ben", "c"));
    expect(state.line).toBe(5);
    expect(countUnread(state)).toBe(2);
  });

  test("stays when the reader is back, and moves when they miss something again", () => {
    const back = play(...away, message(6, "Ben", "b"), { type: "watched", isWatching: true });
    expect(back.line).toBe(5);
    expect(countUnread(back)).toBe(0);
    const again = [{ type: "watched", isWatching: false } as const, message(7, "Ben", "c")];
    expect(again.reduce(reduceRoom, back).line).toBe(6);
  });

  test("disappears when the reader writes", () => {
    expect(play(...away, message(6, "Ben", "b"), wrote("mine")).line).toBeNull();
  });

  test("is not shown for the reader's messages from other tabs", () => {
    const state = play(...away, message(6, "Ada", "from my phone"));
    expect(state.line).toBeNull();
    expect(countUnread(state)).toBe(0);
  });
});

describe("an answer", () => {
  const running = said(6, "bot", "", {
    role: "bot",
    answer: { state: "running", grounding: null, citations: [] },
  });

  test("grows while it runs and is replaced at its end", () => {
    const state = play(
      welcome("1.5", []),
      event(6, { kind: "message", message: running }),
      frame({ type: "delta", message_id: running.id, text: "The key" }),
    );
    expect(texts(state)).toEqual(["The key"]);
    const complete = {
      ...running,
      content: "The key costs 5.",
      answer: { ...running.answer, state: "complete" },
    };
    const ended = reduceRoom(state, event(7, { kind: "answer", message: complete as WireMessage }));
    expect(texts(ended)).toEqual(["The key costs 5."]);
    const late = frame({ type: "delta", message_id: running.id, text: "The" });
    expect(texts(reduceRoom(ended, late))).toEqual(["The key costs 5."]);
  });
});

test("nothing changes after the room has ended for this person", () => {
  const ended = play(welcome("1.5", []), { type: "ended", reason: "banned" });
  expect(reduceRoom(ended, message(6, "Ben", "b"))).toBe(ended);
  expect(reduceRoom(ended, { type: "offline" })).toBe(ended);
});

describe("reactions", () => {
  const own = { type: "reacted", messageId: "rmg_1", emoji: "👍", on: true } as const;

  test("of the reader are shown at once and can be taken back", () => {
    const before = play(welcome("1.1", [said(1, "Ben", "hello")]));
    const reacted = reduceRoom(before, own);
    expect(reacted.messages[0]?.reactions).toEqual([{ emoji: "👍", count: 1, participant_ids: ["par_Ada"] }]);
    expect(reduceRoom(reacted, own).messages[0]?.reactions[0]?.count).toBe(1);
    expect(reduceRoom(reacted, { ...own, on: false }).messages[0]?.reactions).toEqual([]);
  });

  test("of others come with the message as it is then", () => {
    const reactions = [{ emoji: "🎉", count: 2, participant_ids: ["par_Ben", "par_Cleo"] }];
    const reacted = said(1, "Ben", "hello", { reactions });
    const state = play(
      welcome("1.1", [said(1, "Ben", "hello")]),
      event(2, { kind: "reaction", message: reacted }),
    );
    expect(state.messages[0]?.reactions).toEqual(reactions);
  });
});

describe("typing", () => {
  test("is shown until the message comes or nothing more is heard", () => {
    const started = play(welcome("1.1", []), frame({ type: "typing", participant_id: "par_Ben" }));
    expect(started.typing.map(({ id }) => id)).toEqual(["par_Ben"]);
    expect(reduceRoom(started, message(2, "Ben", "hello")).typing).toEqual([]);
    const [first] = started.typing;
    const again = reduceRoom(started, frame({ type: "typing", participant_id: "par_Ben" }));
    if (!first) throw new Error("Nobody types.");
    expect(reduceRoom(again, { type: "typing-over", typist: first }).typing).toHaveLength(1);
    expect(reduceRoom(started, { type: "typing-over", typist: first }).typing).toEqual([]);
  });
});

describe("what people have read", () => {
  test("only grows", () => {
    const there = reduceRoom(
      play(welcome("1.4", [said(4, "Ada", "hello")])),
      event(5, { kind: "join", participant: ben }),
    );
    const read = (offset: number) => frame({ type: "read", participant_id: "par_Ben", offset });
    const ofBen = (state: RoomState) => state.participants.find(({ id }) => id === "par_Ben")?.read_offset;
    expect(ofBen(reduceRoom(there, read(4)))).toBe(4);
    expect(ofBen(reduceRoom(reduceRoom(there, read(4)), read(3)))).toBe(4);
  });

  test("puts the unread line where this person stopped in an earlier visit", () => {
    const all = [said(1, "Ben", "one"), said(2, "Ben", "two")];
    expect(play(welcome("1.2", all, participant("Ada", { read_offset: 1 }))).line).toBe(1);
    expect(play(welcome("1.2", all, participant("Ada", { read_offset: 2 }))).line).toBeNull();
    expect(play(welcome("1.2", all, participant("Ada"))).line).toBeNull();
  });
});
