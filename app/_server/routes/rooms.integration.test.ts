import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { actorHash } from "#lib/context/context.ts";
import { eraseFromRooms } from "#lib/rooms/erase-from-rooms.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import {
  callRoute,
  createRoomAs,
  type ErrorReply,
  type Joined,
  makeRoom,
  RoomClient,
} from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";

let room: RoomClient;
let key: string;
let ana: Joined;
let ben: Joined;

beforeAll(async () => {
  ({ room, key } = await makeRoom());
  ana = (await room.join("Ana")).body;
  ben = (await room.join("Ben")).body;
});

describe("POST /api/chats/create", () => {
  it("creates a room with the caller as host, for an API key", async () => {
    const { status, body, headers } = await createRoomAs({ token: key, body: { title: " Night  ride " } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      title: "Night ride",
      chatbot: null,
      participant: { name: "Host", role: "host" },
    });
    expect(body.code).toMatch(/^[A-Z0-9]{8}$/);
    expect(body.url.endsWith(`/r/${body.code}`)).toBe(true);
    expect(headers.getSetCookie()[0]).toMatch(/^parley_room_\w+=.+HttpOnly.+SameSite=Lax/i);
  });

  it("creates one with a chatbot for a member, in their own workspace and under their name", async () => {
    const tenant = await makeTenant("Own");
    const person = await makePerson("Mara");
    await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const headers = { cookie: `parley_session=${person.token}` };
    const { status, body } = await createRoomAs({
      headers,
      body: { title: "Workshop", chatbot: tenant.chatbot.handle },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ chatbot: tenant.chatbot.handle, participant: { name: "Mara" } });
    expect(body.room).toMatchObject({ bot_manner: "mentioned", people: 1, state: "open" });
  });

  it("refuses guests unless the workspace lets them", async () => {
    const tenant = await makeTenant("Guests");
    const body = { title: "Ours", chatbot: tenant.chatbot.handle };
    expect((await createRoomAs<ErrorReply>({ body })).body.error.code).toBe("forbidden");
    const person = await makePerson("Own");
    const owner = await joinWorkspaceAs(tenant.ctx, person, "owner");
    await updateWorkspace(owner, { name: "Guests", settings: { guestRooms: true } }, false);
    expect((await createRoomAs({ body })).status).toBe(201);
    const wanted = await createRoomAs<ErrorReply>({ body: { ...body, code: "OURS2026" } });
    expect(wanted.body.error.code).toBe("forbidden");
  });

  it("accepts a custom code once, ignoring case", async () => {
    const code = `T${Date.now().toString(36)}`.toUpperCase();
    const own = await createRoomAs({ token: key, body: { title: "Own", code: code.toLowerCase() } });
    expect(own.body.code).toBe(code);
    const again = await createRoomAs<ErrorReply>({ token: key, body: { title: "Own", code } });
    expect(again.body.error.code).toBe("conflict");
    const look = await callRoute("[code]", "GET", { code: code.toLowerCase() });
    expect(look.status).toBe(200);
    for (const bad of ["abc", "create", "mit leer"]) {
      const { body } = await createRoomAs<ErrorReply>({ token: key, body: { title: "Own", code: bad } });
      expect(body.error.code).toBe("invalid");
    }
  });

  it("refuses a members-only chatbot in a room that others may join", async () => {
    const tenant = await makeTenant("Secret");
    const token = await createApiKey(tenant.ctx, { name: "Test", scopes: ["chat"] });
    await asOwner("update platform.chatbots set visibility = 'members' where handle = $1", [
      tenant.chatbot.handle,
    ]);
    const body = { title: "Inside", chatbot: tenant.chatbot.handle };
    expect((await createRoomAs<ErrorReply>({ token, body })).body.error.code).toBe("invalid");
    expect((await createRoomAs({ token, body: { ...body, access: "members" } })).status).toBe(201);
  });
});

describe("a room", () => {
  it("shows its title to anyone with the code, and no messages", async () => {
    const { status, body } = await room.call<{ title: string; self: null; room: object }>("GET", "");
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: "Saturday ride", self: null });
    for (const path of ["messages", "participants"])
      expect((await room.call("GET", path)).body.error.code).toBe("unauthorized");
    expect((await room.call("POST", "messages", { body: { content: "x" } })).status).toBe(401);
  });

  it("answers the same for an unknown code and an expired room", async () => {
    const other = await makeRoom();
    await asOwner("update platform.rooms set expires_at = now() - interval '1 second' where code = $1", [
      other.room.code,
    ]);
    const expired = await callRoute("[code]", "GET", { code: other.room.code });
    const unknown = await callRoute("[code]", "GET", { code: "NOTTHERE" });
    const error = async (response: Response) => ((await response.json()) as ErrorReply).error.message;
    expect([expired.status, unknown.status]).toEqual([404, 404]);
    expect(await error(expired)).toBe(await error(unknown));
  });

  it("lets someone return with their token as the same participant", async () => {
    const again = await room.join("Somebody else", { token: ana.token });
    expect(again.body.participant).toEqual(ana.participant);
    const cookie = `parley_room_${roomIdOf(ana.token).slice(4)}=${ana.token}`;
    const byCookie = await room.join("Somebody else", { headers: { cookie } });
    expect(byCookie.body.participant.id).toBe(ana.participant.id);
  });

  it("refuses a change by cookie from another site", async () => {
    const cookie = `parley_room_${roomIdOf(ana.token).slice(4)}=${ana.token}`;
    const headers = { cookie, origin: "https://evil.example" };
    const { status } = await room.call("POST", "messages", { headers, body: { content: "x" } });
    expect(status).toBe(403);
  });

  it("admits with the password, and counts a wrong one like a wrong code", async () => {
    const { room: closed } = await makeRoom({ password: "open sesame" });
    const wrong = await closed.join<ErrorReply>("Eve", { password: "sesame" });
    expect(wrong.body.error).toMatchObject({ code: "forbidden", details: { reason: "password" } });
    expect((await closed.join<ErrorReply>("Eve")).status).toBe(403);
    expect((await closed.join("Eve", { password: "open sesame" })).status).toBe(200);
  });

  it("admits only people with an account when it requires one", async () => {
    const { room: inner, tenant } = await makeRoom({ access: "members" });
    expect((await inner.join<ErrorReply>("Eve")).body.error.details?.reason).toBe("account");
    const person = await makePerson("Mona");
    await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const headers = { cookie: `parley_session=${person.token}` };
    const joined = await inner.join("Mona", { headers });
    expect(joined.status).toBe(200);
    expect((await inner.join("Other", { headers })).body.participant.id).toBe(joined.body.participant.id);
  });
});

describe("names", () => {
  it.each(["Аna", "ＡＮＡ", " a n a "])("refuses %s beside Ana", async (name) => {
    const { status, body } = await room.join<ErrorReply>(name);
    expect(status).toBe(409);
    expect(body.error.details?.reason).toBe("name");
  });

  it("reserves names of members, of authority and of the chatbot", async () => {
    const made = await makeTenant("Names");
    await joinWorkspaceAs(made.ctx, await makePerson("Quentin"), "viewer");
    const token = await createApiKey(made.ctx, { name: "Test", scopes: ["chat"] });
    const own = await createRoomAs({
      token,
      body: { title: "x", name: "Hana", chatbot: made.chatbot.handle },
    });
    const there = new RoomClient(own.body);
    for (const name of ["Quentin", "QUENTlN", "Moderator", "Names bot"])
      expect((await there.join<ErrorReply>(name)).status).toBe(409);
    const guest = await there.join("Gus");
    const renamed = await there.act<ErrorReply>(guest.body.token, guest.body.participant.id, {
      action: "rename",
      name: "Quentin",
    });
    expect(renamed.status).toBe(409);
  });

  it("are free again when someone leaves without posting, but not after they posted", async () => {
    const quiet = (await room.join("Quiet")).body;
    await room.call("POST", "leave", { token: quiet.token });
    expect((await room.join("Quiet")).status).toBe(200);
    const loud = (await room.join("Loud")).body;
    await room.post(loud.token, "hello");
    await room.call("POST", "leave", { token: loud.token });
    expect((await room.join<ErrorReply>("Loud")).status).toBe(409);
    expect((await room.join("Loud", { token: loud.token })).body.participant.id).toBe(loud.participant.id);
  });
});

describe("messages", () => {
  it("stores a message once, however often it is sent", async () => {
    const first = await room.post(ana.token, "Shall we meet at nine?", { id: "m-1" });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      chat_code: room.code,
      username: "Ana",
      content: "Shall we meet at nine?",
      client_id: "m-1",
    });
    const again = await room.post(ana.token, "Shall we meet at nine?", { id: "m-1" });
    expect(again.body).toEqual(first.body);
    const other = await room.post<ErrorReply>(ana.token, "Or at ten?", { id: "m-1" });
    expect(other.status).toBe(422);
    // Client ids are each participant's own.
    expect((await room.post(ben.token, "Or at ten?", { id: "m-1" })).body.id).not.toBe(first.body.id);
  });

  it("quotes the message that another replies to, also after it was deleted", async () => {
    const asked = (await room.post(ana.token, "Who brings the pump?")).body;
    const reply = (await room.post(ben.token, "I do", { reply_to: asked.id })).body;
    expect(reply.reply_to).toEqual({ id: asked.id, username: "Ana", content: "Who brings the pump?" });
    await room.remove(ana.token, asked.id);
    const { body } = await room.list(ben.token);
    expect(body.messages.find(({ id }) => id === reply.id)?.reply_to?.content).toBe("");
    const elsewhere = await makeRoom();
    const foreign = await elsewhere.room.post(elsewhere.room.host.token, "x");
    expect((await room.post<ErrorReply>(ben.token, "?", { reply_to: foreign.body.id })).status).toBe(404);
  });

  it("pages backward without gaps", async () => {
    const { room: long } = await makeRoom();
    for (let number = 1; number <= 7; number += 1) await long.post(long.host.token, `${number}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = `?limit=3${cursor ? `&before=${cursor}` : ""}`;
      const { body } = await long.list(long.host.token, query);
      seen.unshift(...body.messages.map(({ content }) => content));
      cursor = body.cursor;
    } while (cursor);
    expect(seen).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    expect((await long.list(long.host.token, "?before=x")).status).toBe(400);
    expect((await long.list(long.host.token, "?limit=1000")).status).toBe(400);
  });

  it("refuses an edit that comes after the deletion, and keeps the tombstone (ROM test 9)", async () => {
    const said = (await room.post(ana.token, "A secret")).body;
    expect((await room.edit(ana.token, said.id, "A harmless thing")).body.edited_at).not.toBeNull();
    expect((await room.remove(ana.token, said.id)).status).toBe(204);
    const late = await room.edit<ErrorReply>(ana.token, said.id, "A secret");
    expect(late.status).toBe(409);
    const { body } = await room.list(ben.token);
    expect(body.messages.find(({ id }) => id === said.id)).toMatchObject({ content: "" });
    const stored = await asOwner<{ text: string }>(
      "select content as text from platform.room_messages where content ~ 'secret|harmless' union all select payload::text from platform.room_events where payload::text ~ 'secret|harmless'",
    );
    expect(stored).toEqual([]);
  });

  it("lets only authors edit, within an hour", async () => {
    const said = (await room.post(ana.token, "Mine")).body;
    expect((await room.edit<ErrorReply>(ben.token, said.id, "Yours")).status).toBe(403);
    expect((await room.edit<ErrorReply>(room.host.token, said.id, "Yours")).status).toBe(403);
    await asOwner(
      "update platform.room_messages set created_at = created_at - interval '61 minutes' where content = 'Mine'",
    );
    expect((await room.edit<ErrorReply>(ana.token, said.id, "Late")).status).toBe(409);
  });
});

describe("the host", () => {
  it("renames, locks and archives the room", async () => {
    const { room: held } = await makeRoom();
    const guest = (await held.join("Gus")).body;
    expect((await held.update(held.host.token, { title: "Sunday ride" })).body.room.title).toBe(
      "Sunday ride",
    );
    expect((await held.update<ErrorReply>(guest.token, { title: "Mine" })).status).toBe(403);
    await held.update(held.host.token, { state: "locked" });
    expect((await held.post<ErrorReply>(guest.token, "x")).body.error.details?.reason).toBe("locked");
    expect((await held.post(held.host.token, "x")).status).toBe(201);
    await held.update(held.host.token, { state: "archived" });
    expect((await held.post<ErrorReply>(held.host.token, "x")).body.error.details?.reason).toBe("archived");
    expect((await held.list(guest.token)).body.messages).toHaveLength(1);
  });

  it("slows down everyone but themselves", async () => {
    const { room: slow } = await makeRoom();
    const guest = (await slow.join("Gus")).body;
    await slow.update(slow.host.token, { slow_seconds: 60 });
    expect((await slow.post(guest.token, "one")).status).toBe(201);
    const { status, body, headers } = await slow.post<ErrorReply>(guest.token, "two");
    expect(status).toBe(429);
    expect(body.error.details?.reason).toBe("slow");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
    for (const text of ["one", "two"]) expect((await slow.post(slow.host.token, text)).status).toBe(201);
  });

  it("mutes and unmutes", async () => {
    const { room: held } = await makeRoom();
    const guest = (await held.join("Gus")).body;
    await held.act(held.host.token, guest.participant.id, { action: "mute", minutes: 5 });
    const { status, body } = await held.post<ErrorReply>(guest.token, "x");
    expect([status, body.error.details?.reason]).toEqual([403, "muted"]);
    await held.act(held.host.token, guest.participant.id, { action: "unmute" });
    expect((await held.post(guest.token, "x")).status).toBe(201);
  });

  it("removes someone, who may come back, and bans someone, who may not", async () => {
    const { room: held } = await makeRoom();
    const guest = (await held.join("Gus")).body;
    await held.act(held.host.token, guest.participant.id, { action: "remove" });
    expect((await held.list(guest.token)).status).toBe(403);
    expect((await held.join("Gus", { token: guest.token })).status).toBe(200);
    await held.act(held.host.token, guest.participant.id, { action: "ban" });
    expect((await held.post<ErrorReply>(guest.token, "x")).body.error.details?.reason).toBe("banned");
    expect((await held.join<ErrorReply>("Gus", { token: guest.token })).body.error.details?.reason).toBe(
      "banned",
    );
    await held.act(held.host.token, guest.participant.id, { action: "unban" });
    expect((await held.join("Gus", { token: guest.token })).status).toBe(200);
  });

  it("deletes others' messages and the room, whose code is free then", async () => {
    const { room: held, key: own } = await makeRoom();
    const guest = (await held.join("Gus")).body;
    const said = (await held.post(guest.token, "x")).body;
    expect((await held.remove(held.host.token, said.id)).status).toBe(204);
    expect((await held.call("DELETE", "", { token: guest.token })).status).toBe(403);
    expect((await held.call("DELETE", "", { token: held.host.token })).status).toBe(204);
    expect((await held.call("GET", "")).status).toBe(404);
    const again = await createRoomAs({ token: own, body: { title: "Again", code: held.code } });
    expect(again.status).toBe(201);
    const left = await asOwner(
      "select 1 from platform.room_messages m where not exists (select from platform.rooms r where r.id = m.room_id)",
    );
    expect(left).toEqual([]);
  });
});

describe("rank", () => {
  const actions = [
    { action: "mute", minutes: 5 },
    { action: "remove" },
    { action: "ban" },
    { action: "role", role: "moderator" },
    { action: "rename", name: "Renamed" },
  ];

  it("lets nobody act on equals or superiors", async () => {
    const { room: held } = await makeRoom();
    const [one, two, guest, other] = await Promise.all(
      ["One", "Two", "Gus", "Kim"].map(async (name) => (await held.join(name)).body),
    );
    if (!one || !two || !guest || !other) throw new Error("Nobody came.");
    const host = held.host;
    for (const moderator of [one, two])
      await held.act(host.token, moderator.participant.id, { action: "role", role: "moderator" });
    const refused = [
      [one, host],
      [one, two],
      [guest, host],
      [guest, one],
      [guest, other],
    ] as const;
    for (const [actor, target] of refused)
      for (const body of actions) {
        const { status } = await held.act(actor.token, target.participant.id, body);
        expect(status, `${actor.participant.name} ${body.action} ${target.participant.name}`).toBe(403);
      }
    const byHost = (await held.post(host.token, "Rules")).body;
    expect((await held.remove(one.token, byHost.id)).status).toBe(403);
    expect((await held.remove(guest.token, byHost.id)).status).toBe(403);
    expect((await held.act(one.token, guest.participant.id, { action: "mute", minutes: 5 })).status).toBe(
      200,
    );
    const promoted = { action: "role", role: "moderator" };
    expect((await held.act(one.token, guest.participant.id, promoted)).status).toBe(403);
    expect((await held.act(host.token, host.participant.id, { action: "remove" })).status).toBe(403);
    expect((await held.update<ErrorReply>(one.token, { title: "Mine" })).status).toBe(403);
    expect((await held.update<ErrorReply>(one.token, { state: "archived" })).status).toBe(403);
    expect((await held.update(one.token, { state: "locked", slow_seconds: 5 })).status).toBe(200);
  });
});

describe("a person who deletes their account", () => {
  it("leaves tombstones in rooms, and neither a name nor an account", async () => {
    const { room: held, tenant } = await makeRoom();
    const person = await makePerson("Zora");
    const ctx = await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const headers = { cookie: `parley_session=${person.token}` };
    const zora = (await held.join("Zora", { headers })).body;
    await held.post(zora.token, "my secret plan");
    const reply = (await held.post(held.host.token, "which plan?")).body;
    await eraseFromRooms(ctx);
    const { messages } = (await held.list(held.host.token)).body;
    expect(messages.map(({ username, content }) => [username, content])).toEqual([
      ["…", ""],
      ["Hana", "which plan?"],
    ]);
    expect(messages[1]?.id).toBe(reply.id);
    const left = await asOwner(
      "select 1 from platform.room_participants where name = 'Zora' or user_id_hash = $1 union all select 1 from platform.room_messages where content ~ 'secret plan'",
      [actorHash(ctx)],
    );
    expect(left).toEqual([]);
    expect((await held.post(zora.token, "again")).status).toBe(401);
  });
});

describe("a guest's token", () => {
  it("opens its own room and nothing else", async () => {
    // In the same workspace, where the room's id alone makes the difference.
    const other = new RoomClient((await createRoomAs({ token: key, body: { title: "Next door" } })).body);
    const foreign = { token: ana.token };
    const self = (await other.call<{ self: object | null }>("GET", "", foreign)).body.self;
    expect(self).toBeNull();
    const joined = (await other.join("Ana", foreign)).body.participant;
    expect(joined.id).not.toBe(ana.participant.id);
    await other.update(other.host.token, { password: "open sesame" });
    expect((await other.join<ErrorReply>("Kim", foreign)).body.error.details?.reason).toBe("password");
    for (const [method, path] of [
      ["GET", "messages"],
      ["GET", "participants"],
      ["POST", "leave"],
    ] as const)
      expect((await other.call(method, path, foreign)).status).toBe(401);
    expect((await other.post<ErrorReply>(ana.token, "x")).status).toBe(401);
    expect((await other.update<ErrorReply>(ana.token, { title: "x" })).status).toBe(401);
    const as = async (path: string, method: string, body?: object) => {
      const module = (await import(/* @vite-ignore */ `${process.cwd()}/app${path}/route.ts`)) as Record<
        string,
        (request: Request, route: { params: Promise<object> }) => Promise<Response>
      >;
      const request = new Request(`http://localhost${path}?chatbot=none`, {
        method,
        headers: { authorization: `Bearer ${ana.token}`, "content-type": "application/json" },
        body: body ? JSON.stringify(body) : null,
      });
      return (await module[method]?.(request, { params: Promise.resolve({ tenant: "x" }) }))?.status;
    };
    expect(await as("/api/chat", "POST", {})).toBe(401);
    expect(await as("/api/conversations", "GET")).toBe(401);
    expect(await as("/api/v1/chatbots", "GET")).toBe(401);
    expect(await as("/api/admin/[tenant]", "GET")).toBe(401);
    expect((await createRoomAs<ErrorReply>({ ...foreign, body: { title: "x" } })).status).toBe(401);
  });
});
