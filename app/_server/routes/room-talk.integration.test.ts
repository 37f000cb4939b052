import { beforeEach, describe, expect, it } from "vitest";
import { sealContext } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { eraseFromRooms } from "#lib/rooms/erase-from-rooms.ts";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { openEvents } from "#testing/rooms/event-reader.ts";
import { type ErrorReply, type Joined, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";

let room: RoomClient;
let ana: Joined;
let ben: Joined;

beforeEach(async () => {
  ({ room } = await makeRoom());
  ana = (await room.join("Ana")).body;
  ben = (await room.join("Ben")).body;
});

const react = (token: string | null, message: string, emoji: string, on = true) =>
  room.call("PUT", "messages/[message]/reactions", {
    ...(token && { token }),
    params: { message },
    body: { emoji, on },
  });
const reactionsTo = async (id: string) =>
  (await room.list(room.host.token)).body.messages.find((message) => message.id === id)?.reactions;

describe("reactions", () => {
  it("are one for each person and emoji, however often they are sent, and reach readers once", async () => {
    const { id } = (await room.post(ana.token, "Shall we?")).body;
    const reader = await openEvents(room, ana.token);
    await reader.until(({ type }) => type === "welcome");
    const sent = await Promise.all([1, 2, 3].map(() => react(ben.token, id, "👍")));
    expect(sent.map(({ status }) => status)).toEqual([204, 204, 204]);
    await react(ana.token, id, "👍");
    await react(ana.token, id, "🎉");
    await react(ben.token, id, "👍", false);
    await react(ben.token, id, "👍", false);
    expect(await reactionsTo(id)).toEqual([
      { emoji: "👍", count: 1, participant_ids: [ana.participant.id] },
      { emoji: "🎉", count: 1, participant_ids: [ana.participant.id] },
    ]);
    await room.post(ana.token, "the end");
    await reader.event("message");
    expect(reader.events().map(({ kind }) => kind)).toEqual([...Array(4).fill("reaction"), "message"]);
    await reader.close();
  });

  it("are refused as text, on deleted messages, while muted, and from outside", async () => {
    const { id } = (await room.post(ana.token, "Shall we?")).body;
    for (const emoji of ["", "<img src=x>", "👍👍", "yes"])
      expect((await react(ben.token, id, emoji)).body.error.code).toBe("invalid");
    expect((await react(null, id, "👍")).status).toBe(401);
    const other = await makeRoom();
    expect((await react(other.room.host.token, id, "👍")).status).toBe(401);
    await room.act(room.host.token, ben.participant.id, { action: "mute", minutes: 5 });
    expect((await react(ben.token, id, "👍")).status).toBe(403);
    await react(ana.token, id, "👍");
    await room.remove(ana.token, id);
    expect((await react(ana.token, id, "🎉")).status).toBe(409);
    expect(await reactionsTo(id)).toEqual([]);
    await room.update(room.host.token, { state: "archived" });
    const rest = (await room.list(ana.token)).body.messages.at(-1)?.id ?? "";
    expect((await react(ana.token, rest, "👍")).status).toBe(403);
  });

  it("are at most 24 different ones on a message, and 30 a minute from one person", async () => {
    const { id } = (await room.post(ana.token, "Shall we?")).body;
    const many = Array.from({ length: 24 }, (_, at) => String.fromCodePoint(0x1f600 + at));
    for (const emoji of many) expect((await react(ana.token, id, emoji)).status).toBe(204);
    expect((await react(ben.token, id, "🎉")).body.error.code).toBe("conflict");
    expect((await react(ben.token, id, many[0] ?? "")).status).toBe(204);
    const more = await Promise.all(many.flatMap((emoji) => [1, 2].map(() => react(ana.token, id, emoji))));
    expect(more.map(({ status }) => status)).toContain(429);
  });

  it("of an erased person are gone", async () => {
    const { room: theirs, tenant } = await makeRoom();
    const person = await makePerson("Mona");
    await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const headers = { cookie: `parley_session=${person.token}` };
    const mona = (await theirs.join("Mona", { headers })).body;
    const { id } = (await theirs.post(theirs.host.token, "hello")).body;
    await theirs.call("PUT", "messages/[message]/reactions", {
      token: mona.token,
      params: { message: id },
      body: { emoji: "👍", on: true },
    });
    const userIdHash = hashUserId(tenant.ctx.tenantId, person.userId);
    const actor = { kind: "person", id: person.userId, userIdHash, sessionId: "", links: [] };
    await eraseFromRooms(sealContext({ tenantId: tenant.ctx.tenantId, actor: actor as never }));
    expect((await theirs.list(theirs.host.token)).body.messages[0]?.reactions).toEqual([]);
    expect(
      await asOwner("select 1 from platform.room_reactions where emoji = '👍' and tenant_id = $1::uuid", [
        idToUuid(tenant.ctx.tenantId),
      ]),
    ).toEqual([]);
  });
});

describe("typing", () => {
  it("reaches the others for a moment, leaves nothing in the log, and is limited", async () => {
    const reader = await openEvents(room, ana.token);
    const welcome = await reader.until(({ type }) => type === "welcome");
    const type = (token?: string) => room.call("POST", "typing", { ...(token && { token }) });
    const twice = await Promise.all([type(ben.token), type(ben.token)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([204, 429]);
    expect(twice.some(({ headers }) => headers.has("retry-after"))).toBe(true);
    const frame = await reader.until(({ type: kind }) => kind === "typing");
    expect(frame).toMatchObject({ participant_id: ben.participant.id });
    expect(frame.id).toBeUndefined();
    expect((await type()).status).toBe(401);
    await reader.close();
    const later = await openEvents(room, ana.token);
    expect(await later.until(({ type: kind }) => kind === "welcome")).toMatchObject({
      cursor: (welcome as { cursor: string }).cursor,
    });
    await later.close();
  });
});

describe("typing while muted", () => {
  it("is not shown to the others", async () => {
    await room.act(room.host.token, ben.participant.id, { action: "mute", minutes: 10 });
    const reader = await openEvents(room, ana.token);
    await reader.until(({ type }) => type === "welcome");
    for (const token of [ben.token, room.host.token])
      expect((await room.call("POST", "typing", { token })).status).toBe(204);
    // Signals arrive in order, so one of Ben would have come first.
    const frame = await reader.until(({ type }) => type === "typing");
    expect(frame).toMatchObject({ participant_id: room.host.participant.id });
    await reader.close();
  });
});

describe("what people have read", () => {
  const read = (token: string, offset: unknown) => room.call("POST", "reads", { token, body: { offset } });
  const ofBen = async () => {
    const { body } = await room.call<{ participants: WireParticipant[] }>("GET", "participants", {
      token: ana.token,
    });
    return body.participants.find(({ name }) => name === "Ben")?.read_offset;
  };

  it("only grows, never past the end, and is shown to the others", async () => {
    const { offset } = (await room.post<WireMessage>(ana.token, "hello")).body;
    const reader = await openEvents(room, ana.token);
    await reader.until(({ type }) => type === "welcome");
    expect((await read(ben.token, offset)).status).toBe(204);
    expect(await reader.until(({ type }) => type === "read")).toMatchObject({
      participant_id: ben.participant.id,
      offset,
    });
    await read(ben.token, 1);
    expect(await ofBen()).toBe(offset);
    await read(ben.token, 999_999);
    expect(await ofBen()).toBe(offset);
    for (const bad of [-1, 1.5, "1", null, 2 ** 40]) expect((await read(ben.token, bad)).status).toBe(400);
    expect((await room.call<ErrorReply>("POST", "reads", { body: { offset: 1 } })).status).toBe(401);
    await reader.close();
  });
});
