import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { hubs } from "#lib/rooms/live/room-hub.ts";
import { pruneEvents } from "#lib/rooms/order/prune-events.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { type EventReader, openEvents } from "#testing/rooms/event-reader.ts";
import { callRoute, type Joined, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";
import { metricsResponse } from "./metrics-response.ts";

let room: RoomClient;
let ana: Joined;
let open: EventReader[] = [];

const follow = async (token: string, cursor?: string, of: Pick<RoomClient, "code"> = room) => {
  const reader = await openEvents(of, token, cursor);
  open.push(reader);
  return reader;
};

beforeEach(async () => {
  ({ room } = await makeRoom());
  ana = (await room.join("Ana")).body;
});
afterEach(async () => {
  await Promise.all(open.map((reader) => reader.close()));
  open = [];
});

const isWelcome = (frame: { type: string }) => frame.type === "welcome";
const textsOf = (reader: EventReader) =>
  reader.events().flatMap((event) => (event.kind === "message" ? [event.message.content] : []));

describe("a room's events", () => {
  it("begin with a snapshot, then come once and in order, to everyone", async () => {
    await room.post(room.host.token, "before");
    const readers = await Promise.all([follow(ana.token), follow(room.host.token)]);
    for (const reader of readers) {
      const welcome = await reader.until(isWelcome);
      expect(welcome).toMatchObject({ room: { title: "Saturday ride" }, snapshot: { cursor: null } });
      expect(welcome.id).toBeUndefined();
    }
    for (let number = 1; number <= 18; number += 1)
      await room.post(number % 2 ? ana.token : room.host.token, `${number}`);
    for (const reader of readers) {
      await reader.until(
        (frame) => frame.type === "event" && frame.kind === "message" && frame.message.content === "18",
      );
      expect(textsOf(reader)).toEqual(Array.from({ length: 18 }, (_, i) => `${i + 1}`));
      const offsets = reader.events().map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.map((_, i) => (offsets[0] ?? 0) + i));
      expect(reader.events().map(({ id }) => id)).toEqual(reader.events().map(({ cursor }) => cursor));
    }
  });

  it("resume from every position with exactly what follows it", async () => {
    const whole = await follow(ana.token);
    await whole.until(isWelcome);
    const said = (await room.post(ana.token, "one")).body;
    await room.edit(ana.token, said.id, "one, edited");
    await room.join("Ben");
    await room.post(room.host.token, "two");
    await room.remove(room.host.token, said.id);
    await room.update(room.host.token, { title: "Renamed" });
    await whole.event("room");
    const all = whole.events();
    expect(all.map(({ kind }) => kind)).toEqual(["message", "edit", "join", "message", "delete", "room"]);
    const first = (all[0]?.offset ?? 0) - 1;
    const readers = await Promise.all([0, ...all.keys()].map((_, i) => follow(ana.token, `1.${first + i}`)));
    // What is posted now reaches them live, after all they have missed.
    await Promise.all(readers.map((reader) => reader.until(isWelcome)));
    await room.post(room.host.token, "the end");
    for (const [missed, reader] of readers.entries()) {
      const isEnd = (frame: WireFrame) =>
        frame.type === "event" && frame.kind === "message" && frame.message.content === "the end";
      await reader.until(isEnd);
      const welcome = await reader.until(isWelcome);
      expect(welcome).toMatchObject({ cursor: `1.${first + missed}` });
      expect(welcome).not.toHaveProperty("snapshot");
      const rest = all.slice(missed).map(({ kind, cursor }) => [kind, cursor]);
      const got = reader.events().filter((event) => !isEnd(event));
      expect(got.map(({ kind, cursor }) => [kind, cursor])).toEqual(rest);
      // Of a deleted message nothing is sent again.
      const again = got.flatMap((event) => ("message" in event ? [event.message] : []));
      for (const message of again.filter(({ id }) => id === said.id)) expect(message.content).toBe("");
    }
  });

  it.each(["9.1", "1.99999", "nonsense", "1.-1"])(
    "start from a snapshot when the cursor is %s",
    async (cursor) => {
      const reader = await follow(ana.token, cursor);
      expect(await reader.until(({ type }) => type === "resync")).toMatchObject({ reason: "foreign" });
      expect(await reader.until(isWelcome)).toHaveProperty("snapshot.messages");
      expect(reader.frames.map(({ type }) => type).indexOf("resync")).toBe(0);
    },
  );

  it("start from a snapshot when what follows the cursor was pruned (ROM test 4)", async () => {
    for (const text of ["one", "two", "three", "four"]) await room.post(ana.token, text);
    await room.edit(ana.token, (await room.list(ana.token)).body.messages[0]?.id ?? "", "one, edited");
    const roomId = roomIdOf(ana.token);
    // A log of 2,003 events.
    await asOwner("update platform.rooms set last_offset = 2003 where code = $1", [room.code]);
    await asOwner(`update platform.room_events set "offset" = "offset" + 1997 where room_id = $1::uuid`, [
      idToUuid(roomId),
    ]);
    const kept = () =>
      asOwner<{ offset: number }>(
        `select "offset" from platform.room_events where room_id = $1::uuid order by "offset"`,
        [idToUuid(roomId)],
      );
    await pruneEvents(sealOperator());
    expect((await kept()).map(({ offset }) => offset)).toEqual([1998, 1999, 2000, 2001, 2002, 2003]);
    await asOwner(`delete from platform.room_events where room_id = $1::uuid and "offset" < 2001`, [
      idToUuid(roomId),
    ]);
    const late = await follow(ana.token, "1.1999");
    expect(await late.until(({ type }) => type === "resync")).toMatchObject({ reason: "pruned" });
    const welcome = await late.until((frame) => frame.type === "welcome" && "snapshot" in frame);
    expect(welcome).toMatchObject({ cursor: "1.2003", snapshot: { messages: { length: 4 } } });
    const inTime = await follow(ana.token, "1.2000");
    expect(await inTime.until(isWelcome)).not.toHaveProperty("snapshot");
    for (const reader of [late, inTime]) {
      await room.post(ana.token, "and on");
      await reader.event("message");
    }
    const old = await follow(ana.token, "1.2");
    expect(await old.until(({ type }) => type === "resync")).toMatchObject({ reason: "too_far" });
  });

  it("end for someone who is banned, removed or leaves, and for nobody else", async () => {
    const people = await Promise.all(["Kim", "Lee", "Max"].map(async (name) => (await room.join(name)).body));
    const stays = await follow(ana.token);
    const [kim, lee, max] = people as [Joined, Joined, Joined];
    const readers = await Promise.all(people.map(({ token }) => follow(token)));
    for (const reader of [stays, ...readers]) await reader.until(isWelcome);
    await room.act(room.host.token, kim.participant.id, { action: "ban" });
    await room.act(room.host.token, lee.participant.id, { action: "remove" });
    await room.call("POST", "leave", { token: max.token });
    const codes = ["banned", "removed", "left"];
    for (const [index, reader] of readers.entries()) {
      await reader.closed;
      expect(reader.frames.at(-1)).toMatchObject({ type: "bye", code: codes[index] });
    }
    await room.post(ana.token, "still here");
    await stays.event("message");
    await expect(follow(kim.token)).rejects.toThrow("403");
    await expect(follow(max.token)).rejects.toThrow("401");
  });

  it("are complete when messages between processes are lost", async () => {
    const reader = await follow(ana.token);
    await reader.until(isWelcome);
    const hub = [...hubs().values()].find(({ readers }) => readers.size > 0);
    if (!hub) throw new Error("No hub.");
    const receive = hub.receive.bind(hub);
    hub.receive = () => undefined;
    await room.post(ana.token, "lost");
    await room.post(ana.token, "lost too");
    hub.receive = receive;
    await room.post(ana.token, "arrived");
    await reader.until(
      (frame) => frame.type === "event" && frame.kind === "message" && frame.message.content === "arrived",
    );
    expect(textsOf(reader)).toEqual(["lost", "lost too", "arrived"]);
  });

  it("report who is present across readers, without those who left", async () => {
    const reader = await follow(ana.token);
    const host = await follow(room.host.token);
    await reader.until((frame) => frame.type === "presence" && frame.count === 2);
    const { body } = await room.call<{ count: number; participants: { name: string }[] }>("GET", "presence", {
      token: ana.token,
    });
    expect([body.count, body.participants.map(({ name }) => name).sort()]).toEqual([2, ["Ana", "Hana"]]);
    await host.close();
    const seen = reader.frames.length;
    await reader.until(
      (frame) => reader.frames.indexOf(frame) >= seen && frame.type === "presence" && frame.count === 1,
    );
  });

  it("are counted with their readers", async () => {
    const sample = async (name: string) => {
      const text = await (await metricsResponse()).text();
      return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    };
    const [readers, deliveries] = ["parley_realtime_connections", "parley_realtime_delivery_seconds_count"];
    // A reader of the test before may still be closing.
    await expect.poll(() => sample(readers)).toBe(0);
    const before = await sample(deliveries);
    const reader = await follow(ana.token);
    expect(await sample(readers)).toBe(1);
    await room.post(room.host.token, "counted");
    await reader.event("message");
    expect(await sample(deliveries)).toBe(before + 1);
    await reader.close();
    await expect.poll(() => sample(readers)).toBe(0);
  });

  it("end when the room is deleted", async () => {
    const reader = await follow(ana.token);
    await reader.until(isWelcome);
    await room.call("DELETE", "", { token: room.host.token });
    await reader.closed;
    expect(reader.frames.at(-1)).toMatchObject({ type: "bye", code: "deleted" });
  });

  it("are for participants only", async () => {
    const response = await callRoute("[code]/events", "GET", { code: room.code }, {});
    expect(response.status).toBe(401);
    const other = await makeRoom();
    await expect(follow(ana.token, undefined, other.room)).rejects.toThrow("401");
  });

  it("reach other programs on the public channels", async () => {
    const heard: [string, unknown][] = [];
    const stops = await Promise.all(
      ["chat:new_message", "chat:user_joined", "chat:user_left"].map((channel) =>
        kv().subscribe(channel, (text) => heard.push([channel, JSON.parse(text)])),
      ),
    );
    const ben = (await room.join("Ben")).body;
    const said = (await room.post(ben.token, "hello")).body;
    await room.call("POST", "leave", { token: ben.token });
    await Promise.all(stops.map((stop) => stop()));
    const own = heard.filter(([, payload]) => (payload as { chat_code: string }).chat_code === room.code);
    expect(own).toEqual([
      ["chat:user_joined", { chat_code: room.code, username: "Ben" }],
      ["chat:new_message", { chat_code: room.code, message: said }],
      ["chat:user_left", { chat_code: room.code, username: "Ben" }],
    ]);
  });
});
