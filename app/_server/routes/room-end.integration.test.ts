import { beforeEach, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { purgeExpiredRooms } from "#lib/rooms/lifecycle/purge-expired-rooms.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { openEvents } from "#testing/rooms/event-reader.ts";
import {
  callRoute,
  type ErrorReply,
  type Joined,
  makeRoom,
  type RoomClient,
} from "#testing/rooms/room-client.ts";

let room: RoomClient;
let ana: Joined;

beforeEach(async () => {
  ({ room } = await makeRoom());
  ana = (await room.join("Ana")).body;
});

const exportAs = (token: string, query = "") =>
  callRoute("[code]/export", "GET", { code: room.code }, { token }, query);

describe("an export", () => {
  it("has the whole room in order, with quotes, reactions and deletions, as Markdown", async () => {
    const asked = (await room.post(ana.token, "Who brings <b>the pump</b>?")).body;
    await room.post(room.host.token, "I do", { reply_to: asked.id });
    const gone = (await room.post(ana.token, "a secret")).body;
    await room.remove(ana.token, gone.id);
    await room.call("PUT", "messages/[message]/reactions", {
      token: room.host.token,
      params: { message: asked.id },
      body: { emoji: "👍", on: true },
    });
    const response = await exportAs(room.host.token);
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="room-${room.code}.md"`);
    const text = await response.text();
    expect(text).toMatch(/^# Saturday ride\n/);
    const parts = ["In the room: Hana, Ana", "**Ana**", "\\<b>the pump", "👍 1", "> Ana: Who brings", "I do"];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain("*Message deleted*");
    expect(text).not.toContain("secret");
  });

  it("has one JSON object a line, over more than one page", async () => {
    await asOwner(
      `insert into platform.room_messages (tenant_id, room_id, id, participant_id, "offset", content, created_at)
       select p.tenant_id, p.room_id, gen_random_uuid(), p.id, 1000 + n, 'message ' || n, now()
       from platform.room_participants p join platform.rooms r on r.id = p.room_id, generate_series(1, 450) n
       where r.code = $1 and p.name = 'Ana'`,
      [room.code],
    );
    const lines = (await (await exportAs(room.host.token, "?format=jsonl")).text()).trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { type: string; content?: string });
    expect(rows.map(({ type }) => type).slice(0, 3)).toEqual(["room", "participant", "participant"]);
    const said = rows.flatMap(({ type, content }) => (type === "message" ? [content] : []));
    expect(said).toEqual(Array.from({ length: 450 }, (_, at) => `message ${at + 1}`));
    expect(lines.join()).not.toContain("client_id");
  });

  it("is for the host, in a known format", async () => {
    expect((await exportAs(ana.token)).status).toBe(403);
    expect((await exportAs("nobody")).status).toBe(401);
    expect((await exportAs(room.host.token, "?format=exe")).status).toBe(400);
    await room.update(room.host.token, { state: "archived" });
    expect((await exportAs(room.host.token)).status).toBe(200);
  });
});

describe("an expired room", () => {
  it("is deleted with everything in it, and its readers are notified", async () => {
    await room.post(ana.token, "hello");
    const other = await makeRoom();
    const reader = await openEvents(room, ana.token);
    await reader.until(({ type }) => type === "welcome");
    await asOwner("update platform.rooms set expires_at = now() - interval '1 minute' where code = $1", [
      room.code,
    ]);
    await purgeExpiredRooms(sealOperator());
    await reader.closed;
    expect(reader.frames.at(-1)).toMatchObject({ type: "bye", code: "expired" });
    expect(await asOwner("select 1 from platform.rooms where code = $1", [room.code])).toEqual([]);
    expect((await room.list(ana.token)).status).toBe(404);
    expect((await other.room.post<ErrorReply>(other.room.host.token, "still here")).status).toBe(201);
  });

  it("ends its streams when its time is over, before anything is deleted, and those of no other room", async () => {
    const other = await makeRoom();
    const [reader, bystander] = [
      await openEvents(room, ana.token),
      await openEvents(other.room, other.room.host.token),
    ];
    for (const one of [reader, bystander]) await one.until(({ type }) => type === "welcome");
    await asOwner("update platform.rooms set expires_at = now() where code = $1", [room.code]);
    await reader.closed;
    expect(reader.frames.at(-1)).toEqual({ type: "bye", code: "expired" });
    expect(await asOwner("select 1 from platform.rooms where code = $1", [room.code])).toHaveLength(1);
    await other.room.post(other.room.host.token, "still here");
    await bystander.event("message");
    await bystander.close();
  });
});
