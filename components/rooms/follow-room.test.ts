import { describe, expect, test } from "vitest";
import type { WireEvent, WireFrame, WireParticipant, WireRoom } from "#lib/rooms/wire.ts";
import { followRoom, type RoomSource } from "./follow-room.ts";
import type { RoomState } from "./room-state.ts";
import { createRoomStore, emptyRoom } from "./room-store.ts";

const self = { id: "par_a", name: "Ada", role: "participant", present: true } as WireParticipant;
const room = { code: "ABCD", title: "Workshop", state: "open" } as WireRoom;

const welcome = (cursor: string, hasSnapshot = false): WireFrame => ({
  type: "welcome",
  cursor,
  self,
  room,
  ...(hasSnapshot && { snapshot: { messages: [], cursor: null, participants: [self] } }),
});
const event = (offset: number): WireEvent => ({
  type: "event",
  offset,
  cursor: `1.${offset}`,
  created_at: "",
  kind: "room",
  room: { ...room, title: `Title ${offset}` },
});

function stream(...frames: WireFrame[]): Response {
  return new Response(frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(""));
}

type Reply = () => Response;
/** What each socket in turn delivers; null where it cannot be opened. */
type Sockets = { sockets: (WireFrame[] | null)[]; now: () => number };

/** Follows a room whose server replies with each of these in turn, until it ends or they are used up. */
const follow = (...replies: Reply[]) => followWith(null, replies);

async function followWith(via: Sockets | null, replies: Reply[]) {
  const store = createRoomStore(emptyRoom(room, self));
  const end = new AbortController();
  const asked: (string | null)[] = [];
  const ways: ("socket" | "stream")[] = [];
  const waits: number[] = [];
  const seen: RoomState["connection"]["kind"][] = [];
  const source: RoomSource = {
    open: async (cursor) => {
      asked.push(cursor);
      ways.push("stream");
      const reply = replies.shift();
      if (replies.length === 0) queueMicrotask(() => end.abort());
      if (!reply) throw new TypeError("nothing is left");
      return reply();
    },
    socket:
      via &&
      (async (cursor) => {
        asked.push(cursor);
        ways.push("socket");
        const frames = via.sockets.shift();
        if (!frames) throw new Error("no socket");
        return (async function* () {
          yield* frames;
        })();
      }),
    cursor: () => store.read().cursor,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      seen.push(store.read().connection.kind);
    },
    watch: () => ({ heard: () => {}, end: () => {} }),
    random: () => 0.5,
    now: via?.now ?? (() => 0),
  };
  await followRoom(source, store.dispatch, end.signal);
  return { state: store.read(), asked, ways, waits, seen };
}

const unreachable: Reply = () => {
  throw new TypeError("fetch failed");
};
const nothing: Reply = () => new Response(null, { status: 503 });

describe("followRoom", () => {
  test("resumes from the last event that was applied when the connection breaks", async () => {
    const { asked, state } = await follow(
      () => stream(welcome("1.3", true), event(4), event(5)),
      () => stream(welcome("1.6"), event(6)),
      nothing,
    );
    expect(asked).toEqual([null, "1.5", "1.6"]);
    expect(state.room.title).toBe("Title 6");
  });

  test("asks again at once from before a gap, without showing it as offline", async () => {
    const { asked, waits, state } = await follow(
      () => stream(welcome("1.3", true), event(4), event(6)),
      () => stream(welcome("1.6"), event(5), event(6)),
      nothing,
    );
    expect(asked.slice(0, 2)).toEqual([null, "1.4"]);
    expect(state.cursor).toBe("1.6");
    expect(waits).toHaveLength(1);
  });

  test("starts from a snapshot when the same gap comes again", async () => {
    const { asked, state } = await follow(
      () => stream(welcome("1.3", true), event(4), event(6)),
      () => stream(welcome("1.6"), event(6)),
      () => stream(welcome("1.6", true)),
      nothing,
    );
    expect(asked.slice(0, 3)).toEqual([null, "1.4", null]);
    expect(state.cursor).toBe("1.6");
  });

  test("waits longer each time while the server cannot be reached, and shows it as offline", async () => {
    const { waits, seen } = await follow(unreachable, unreachable, unreachable, nothing);
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(seen).toEqual(["offline", "offline", "offline"]);
  });

  test("waits as long as the server says", async () => {
    const busy = () => new Response(null, { status: 429, headers: { "retry-after": "7" } });
    const drained = () => stream(welcome("1.3", true), { type: "bye", code: "draining", retryAfter: 2 });
    expect((await follow(busy, drained, nothing)).waits).toEqual([7_000, 2_000]);
  });

  test.each(["removed", "banned", "deleted", "expired", "left"] as const)(
    "ends when the server says %s",
    async (code) => {
      const bye = () => stream(welcome("1.3", true), { type: "bye", code });
      const { state, asked } = await follow(bye, nothing, nothing);
      expect(state.connection).toEqual({ kind: "ended", reason: code });
      expect(asked).toHaveLength(1);
    },
  );

  test.each([
    [401, "gone"],
    [403, "gone"],
    [404, "deleted"],
  ] as const)("ends when the server refuses with %i", async (status, reason) => {
    const { state } = await follow(() => new Response(null, { status }), nothing);
    expect(state.connection).toEqual({ kind: "ended", reason });
  });

  test("starts from a snapshot after the server asked to resync, also if the connection breaks there", async () => {
    const { asked } = await follow(
      () => stream(welcome("1.3", true)),
      () => stream({ type: "resync", reason: "foreign" }),
      () => stream(welcome("2.9", true)),
      nothing,
    );
    expect(asked).toEqual([null, "1.3", null, "2.9"]);
  });
});

describe("followRoom with sockets", () => {
  const now = () => 0;

  test("resumes over the next socket, and never opens a stream while sockets work", async () => {
    const sockets = [
      [welcome("1.3", true), event(4)],
      [welcome("1.4"), event(5)],
      [{ type: "bye", code: "left" }],
    ];
    const { ways, asked, state } = await followWith({ sockets: sockets as WireFrame[][], now }, [nothing]);
    expect(ways).toEqual(["socket", "socket", "socket"]);
    expect(asked).toEqual([null, "1.4", "1.5"]);
    expect(state.connection).toEqual({ kind: "ended", reason: "left" });
  });

  test("goes on by stream at once where a socket cannot be opened, and stays there when it reconnects", async () => {
    const { ways, waits, state } = await followWith({ sockets: [], now }, [
      () => stream(welcome("1.3", true), event(4)),
      () => stream(welcome("1.4"), event(5)),
      nothing,
    ]);
    expect(ways).toEqual(["socket", "stream", "stream", "stream"]);
    expect(waits).toHaveLength(2);
    expect(state.cursor).toBe("1.5");
  });

  test("tries sockets again after ten minutes of streams", async () => {
    let time = 0;
    const later = () => {
      time += 600_001;
      return stream(welcome("1.4"));
    };
    const sockets = [null, [welcome("1.4"), { type: "bye" as const, code: "removed" as const }]];
    const { ways, state } = await followWith({ sockets, now: () => time }, [
      () => stream(welcome("1.3", true), event(4)),
      later,
      nothing,
    ]);
    expect(ways).toEqual(["socket", "stream", "stream", "socket"]);
    expect(state.connection).toEqual({ kind: "ended", reason: "removed" });
  });

  test("tries both each time while the server cannot be reached, and waits between", async () => {
    const { ways, waits, seen } = await followWith({ sockets: [], now }, [unreachable, unreachable, nothing]);
    expect(ways).toEqual(["socket", "stream", "socket", "stream", "socket", "stream"]);
    expect(waits).toEqual([1_000, 2_000]);
    expect(seen).toEqual(["offline", "offline"]);
  });

  test("opens a stream where the socket closes before its welcome, such as for a ticket that is not accepted", async () => {
    const sockets: WireFrame[][] = [[{ type: "bye", code: "unauthorized" }]];
    const { ways } = await followWith({ sockets, now }, [() => stream(welcome("1.3", true)), nothing]);
    expect(ways.slice(0, 2)).toEqual(["socket", "stream"]);
  });
});
