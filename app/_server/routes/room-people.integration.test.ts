import { describe, expect, it } from "vitest";
import { eraseFromRooms } from "#lib/rooms/erase-from-rooms.ts";
import type { WireMessage, WireModerationPage, WireReview } from "#lib/rooms/wire.ts";
import { updateWorkspace } from "#lib/tenant/update-workspace.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { openEvents } from "#testing/rooms/event-reader.ts";
import { createRoomAs, type ErrorReply, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";

const review = async (room: RoomClient, token: string) =>
  (await room.call<WireReview>("GET", "review", { token })).body;
const decide = <T = { undo: string | null }>(
  room: RoomClient,
  token: string,
  message: string,
  decision: "approve" | "refuse",
) => room.call<T>("PATCH", "held/[message]", { token, params: { message }, body: { decision } });
const log = async (room: RoomClient, token: string) =>
  (await room.call<WireModerationPage>("GET", "moderation", { token })).body.entries;
const undo = (room: RoomClient, token: string, entry: string) =>
  room.call<ErrorReply>("POST", "moderation/[entry]/undo", { token, params: { entry } });
const report = (room: RoomClient, token: string, message_id: string, note = "") =>
  room.call<ErrorReply>("POST", "reports", { token, body: { message_id, reason: "spam", note } });
const settle = (room: RoomClient, token: string, id: string, state: string) =>
  room.call<{ undo: string }>("PATCH", "reports/[report]", {
    token,
    params: { report: id },
    body: { state },
  });

type Acted = { undo: string | null };

describe("presets", () => {
  it("set the switches of a new room, and single switches override them", async () => {
    const strict = await makeRoom({ preset: "strict" });
    expect(strict.room.host.room).toMatchObject({ slow_seconds: 30, hold: true, lobby: true });
    const { host } = (await makeRoom({ preset: "strict", lobby: false, locked: true })).room;
    expect(host.room).toMatchObject({ slow_seconds: 30, hold: true, lobby: false, state: "locked" });
    const open = await makeRoom();
    expect(open.room.host.room).toMatchObject({
      slow_seconds: 0,
      hold: false,
      lobby: false,
      expires_at: null,
    });
  });

  it("of the workspace apply where the request has none", async () => {
    const tenant = await makeTenant("Defaults");
    const person = await makePerson("Own");
    const owner = await joinWorkspaceAs(tenant.ctx, person, "owner");
    const rooms = { preset: "calm", manner: "always", expiresDays: 7 } as const;
    await updateWorkspace(owner, { name: "Defaults", settings: { rooms } }, false);
    const headers = { cookie: `parley_session=${person.token}` };
    const chatbot = tenant.chatbot.handle;
    const { room } = (await createRoomAs({ headers, body: { title: "Ours", chatbot } })).body;
    expect(room).toMatchObject({ slow_seconds: 10, hold: false, bot_manner: "always" });
    const days = (Date.parse(room.expires_at ?? "") - Date.parse(room.created_at)) / 86_400_000;
    expect(days).toBeCloseTo(7, 1);
    const other = { title: "Ours", chatbot, preset: "open", bot_manner: "off", expires_days: null };
    const made = (await createRoomAs({ headers, body: other })).body.room;
    expect(made).toMatchObject({ slow_seconds: 0, bot_manner: "off", expires_at: null });
  });
});

describe("holding messages for approval", () => {
  it("shows them to their author and moderators only, until one is approved at the end of the room", async () => {
    const { room } = await makeRoom({ hold: true });
    const { token: host } = room.host;
    const ana = (await room.join("Ana")).body.token;
    const ben = (await room.join("Ben")).body.token;
    const stream = await openEvents(room, ben);
    const sent = await room.post<WireMessage>(ana, "a question of taste", { id: "h-1" });
    expect([sent.status, sent.body.held]).toEqual([202, "pending"]);
    expect((await room.post(ana, "a question of taste", { id: "h-1" })).body).toEqual(sent.body);
    expect((await room.post<ErrorReply>(ana, "another", { id: "h-1" })).status).toBe(422);
    const { body: rules } = await room.post(host, "the host is not held");
    for (const token of [host, ana])
      expect((await review(room, token)).held.map(({ content }) => content)).toEqual(["a question of taste"]);
    expect((await review(room, ben)).held).toEqual([]);
    expect((await room.list(ben)).body.messages.map(({ id }) => id)).toEqual([rules.id]);
    expect((await decide<ErrorReply>(room, ben, sent.body.id, "approve")).status).toBe(403);
    expect((await decide(room, host, sent.body.id, "approve")).status).toBe(200);
    const shown = await stream.until(
      (frame) => frame.type === "event" && frame.kind === "message" && frame.message.id === sent.body.id,
    );
    expect(shown).toMatchObject({ message: { client_id: "h-1", content: "a question of taste" } });
    const before = stream.frames.slice(0, stream.frames.indexOf(shown));
    expect(JSON.stringify(before)).not.toContain("question of taste");
    await stream.close();
    const { messages } = (await room.list(ben)).body;
    expect(messages.map(({ id }) => id)).toEqual([rules.id, sent.body.id]);
    expect((await review(room, host)).held).toEqual([]);
    expect((await decide<ErrorReply>(room, host, sent.body.id, "refuse")).status).toBe(404);
    expect((await room.post(ana, "a question of taste", { id: "h-1" })).status).toBe(201);
    // Otherwise an approved message could become another one.
    expect((await room.edit<ErrorReply>(ana, sent.body.id, "something else")).status).toBe(403);
  });

  it("tells the author of a refusal, which can be undone, and lets them withdraw", async () => {
    const { room } = await makeRoom({ hold: true });
    const ana = (await room.join("Ana")).body.token;
    const { id } = (await room.post(ana, "buy now")).body;
    const { undo: entry } = (await decide(room, room.host.token, id, "refuse")).body;
    expect((await review(room, room.host.token)).held).toEqual([]);
    expect((await review(room, ana)).held).toMatchObject([{ id, held: "refused" }]);
    expect((await decide<ErrorReply>(room, room.host.token, id, "approve")).status).toBe(409);
    expect((await undo(room, room.host.token, entry ?? "")).status).toBe(204);
    expect((await review(room, room.host.token)).held).toMatchObject([{ id, held: "pending" }]);
    expect((await room.remove(ana, id)).status).toBe(204);
    expect((await review(room, room.host.token)).held).toEqual([]);
  });

  it("keeps at most twenty of one person", async () => {
    const { room } = await makeRoom({ hold: true });
    const ana = (await room.join("Ana")).body;
    await asOwner(
      `insert into platform.room_held_messages (tenant_id, room_id, id, participant_id, content, created_at)
       select tenant_id, room_id, gen_random_uuid(), id, 'x', now() from platform.room_participants, generate_series(1, 20)
       where name = 'Ana' and room_id = (select id from platform.rooms where code = $1)`,
      [room.code],
    );
    const refused = await room.post<ErrorReply>(ana.token, "one more");
    expect([refused.status, refused.body.error.details?.reason]).toEqual([429, "held"]);
  });
});

describe("the lobby", () => {
  it("keeps people out until they are let in, who then see what was said meanwhile", async () => {
    const { room } = await makeRoom({ lobby: true });
    const { token: host } = room.host;
    const joined = await room.join<{ waiting: boolean; token: string; participant: { id: string } }>("Ana");
    expect([joined.status, joined.body.waiting]).toEqual([200, true]);
    const { token, participant } = joined.body;
    const stream = await openEvents(room, token);
    await stream.until(({ type }) => type === "waiting");
    for (const path of ["messages", "participants", "presence", "review"])
      expect((await room.call<ErrorReply>("GET", path, { token })).body.error.details?.reason).toBe(
        "waiting",
      );
    expect((await room.post<ErrorReply>(token, "let me in")).status).toBe(403);
    await room.post(host, "we began without you");
    expect((await review(room, host)).waiting).toMatchObject([{ id: participant.id, present: false }]);
    expect((await room.act(host, participant.id, { action: "admit" })).status).toBe(200);
    const welcome = await stream.until(({ type }) => type === "welcome");
    expect(welcome).toMatchObject({ snapshot: { messages: [{ content: "we began without you" }] } });
    expect(JSON.stringify(stream.frames.slice(0, stream.frames.indexOf(welcome)))).not.toContain("began");
    await stream.close();
    expect((await room.act<ErrorReply>(host, participant.id, { action: "admit" })).status).toBe(409);
    // Who was let in once and left does not wait again.
    await room.call("POST", "leave", { token });
    expect((await room.join<{ waiting: boolean }>("Ana", { token })).body.waiting).toBe(false);
  });

  it("ends for someone who is refused, and is undone", async () => {
    const { room } = await makeRoom({ lobby: true });
    const { token, participant } = (await room.join("Ana")).body;
    const stream = await openEvents(room, token);
    await stream.until(({ type }) => type === "waiting");
    const { undo: entry } = (await room.act<Acted>(room.host.token, participant.id, { action: "refuse" }))
      .body;
    expect(await stream.until(({ type }) => type === "bye")).toMatchObject({ code: "refused" });
    await stream.closed;
    expect((await room.join<ErrorReply>("Ana", { token })).body.error.details?.reason).toBe("refused");
    expect((await undo(room, room.host.token, entry ?? "")).status).toBe(204);
    expect((await review(room, room.host.token)).waiting).toHaveLength(1);
    expect((await room.call("POST", "leave", { token })).status).toBe(204);
    expect((await review(room, room.host.token)).waiting).toHaveLength(0);
  });
});

describe("reports", () => {
  it("are one per person and message, and go to those who outrank the author", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const [ana, ben, mod] = await Promise.all(
      ["Ana", "Ben", "Mo"].map(async (n) => (await room.join(n)).body),
    );
    if (!ana || !ben || !mod) throw new Error("Nobody came.");
    await room.act(host, mod.participant.id, { action: "role", role: "moderator" });
    const said = (await room.post(ana.token, "buy now")).body;
    const byHost = (await room.post(host, "rules")).body;
    for (const token of [ben.token, ben.token, mod.token])
      expect((await report(room, token, said.id, "again and again")).status).toBe(204);
    expect((await report(room, ana.token, said.id)).status).toBe(400);
    expect((await report(room, ben.token, byHost.id)).status).toBe(204);
    expect((await report(room, ben.token, "rmg_x")).status).toBe(404);
    const seen = (await review(room, mod.token)).reports;
    expect(seen.map(({ reporter, message }) => [reporter, message.id])).toEqual([
      ["Ben", said.id],
      ["Mo", said.id],
    ]);
    expect((await review(room, ben.token)).reports).toEqual([]);
    const [first] = seen;
    expect((await settle(room, ben.token, first?.id ?? "", "dismissed")).status).toBe(403);
    const { undo: entry } = (await settle(room, mod.token, first?.id ?? "", "dismissed")).body;
    expect((await review(room, host)).reports).toEqual([]);
    expect((await settle(room, host, first?.id ?? "", "resolved")).status).toBe(409);
    await undo(room, mod.token, entry);
    expect((await review(room, host)).reports).toHaveLength(2);
    await room.remove(mod.token, said.id);
    expect((await review(room, host)).reports).toEqual([]);
    expect((await report(room, ben.token, said.id)).status).toBe(409);
    // A report about the host is for the workspace, and a moderator cannot dismiss it.
    const [hidden] = await asOwner<{ state: string }>(
      "select r.state from platform.room_reports r join platform.room_messages m using (tenant_id, room_id) where m.id = r.message_id and m.content = 'rules'",
    );
    expect(hidden?.state).toBe("open");
  });
});

describe("the moderation log", () => {
  it("says who did what to whom, to moderators only, and undoes what can be undone", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const ana = (await room.join("Ana")).body;
    const mod = (await room.join("Mo")).body;
    await room.act(host, mod.participant.id, { action: "role", role: "moderator" });
    await room.act(mod.token, ana.participant.id, { action: "mute", minutes: 60 });
    const { undo: muted } = (await room.act<Acted>(host, ana.participant.id, { action: "mute", minutes: 10 }))
      .body;
    const { undo: slowed } = (await room.update<Acted>(host, { slow_seconds: 60, code_hidden: true })).body;
    expect((await room.update<Acted>(host, { slow_seconds: 60 })).body.undo).toBeNull();
    const entries = await log(room, host);
    expect(entries.map(({ actor, action, target, minutes }) => [actor, action, target, minutes])).toEqual([
      ["Hana", "changed_room", null, null],
      ["Hana", "muted", "Ana", 10],
      ["Mo", "muted", "Ana", 60],
      ["Hana", "made_moderator", "Mo", null],
    ]);
    expect((await room.call("GET", "moderation", { token: ana.token })).status).toBe(403);
    const byMod = await log(room, mod.token);
    expect(byMod.map(({ can_undo }) => can_undo)).toEqual([false, false, true, false]);
    expect((await undo(room, mod.token, muted ?? "")).status).toBe(403);
    expect((await undo(room, host, slowed ?? "")).status).toBe(204);
    expect((await undo(room, host, slowed ?? "")).status).toBe(409);
    const { room: now } = (await room.call<{ room: object }>("GET", "")).body;
    expect(now).toMatchObject({ slow_seconds: 0, code_hidden: false });
    // The longer mute of before holds again.
    await undo(room, host, muted ?? "");
    const people = (
      await room.call<{ participants: { name: string; muted_until: string | null }[] }>(
        "GET",
        "participants",
        { token: host },
      )
    ).body.participants;
    const until = Date.parse(people.find(({ name }) => name === "Ana")?.muted_until ?? "");
    expect(until - Date.now()).toBeGreaterThan(30 * 60_000);
    expect((await log(room, host)).filter(({ is_undone }) => is_undone)).toHaveLength(2);
  });

  it("refuses to undo what has changed since, and what is gone", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const ana = (await room.join("Ana")).body;
    const { undo: locked } = (await room.update<Acted>(host, { state: "locked" })).body;
    await room.update(host, { state: "open" });
    expect((await undo(room, host, locked ?? "")).status).toBe(409);
    const said = (await room.post(ana.token, "x")).body;
    await room.remove(host, said.id);
    const [deleted] = await log(room, host);
    expect(deleted).toMatchObject({ action: "deleted_message", target: "Ana", can_undo: false });
    expect((await undo(room, host, deleted?.id ?? "")).status).toBe(409);
    const other = await makeRoom();
    const foreign = (await other.room.update<Acted>(other.room.host.token, { state: "locked" })).body.undo;
    expect((await undo(room, host, foreign ?? "")).status).toBe(404);
  });

  it("lists bans, and lifts them", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const eve = (await room.join("Eve")).body;
    type Bans = { bans: { participant: { id: string }; until: string }[] };
    const bans = async () => (await room.call<Bans>("GET", "bans", { token: host })).body.bans;
    const { undo: entry } = (await room.act<Acted>(host, eve.participant.id, { action: "ban" })).body;
    expect((await bans()).map(({ participant }) => participant.id)).toEqual([eve.participant.id]);
    expect((await undo(room, host, entry ?? "")).status).toBe(204);
    expect(await bans()).toEqual([]);
    expect((await room.join("Eve", { token: eve.token })).status).toBe(200);
  });
});

describe("names", () => {
  it("are changed rarely, and moderators see former ones, also of a banned guest", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const eve = (await room.join("Eve")).body;
    const rename = (name: string) =>
      room.act<ErrorReply>(eve.token, eve.participant.id, { action: "rename", name });
    for (const name of ["Eva", "Evita", "Evelyn"]) expect((await rename(name)).status).toBe(200);
    const refused = await rename("Harmless");
    expect([refused.status, refused.body.error.details?.reason]).toEqual([429, "renames"]);
    await room.act(host, eve.participant.id, { action: "ban" });
    type History = { former_names: { name: string }[] };
    const history = (token: string) =>
      room.call<History>("GET", "participants/[participant]", {
        token,
        params: { participant: eve.participant.id },
      });
    const names = (await history(host)).body.former_names.map(({ name }) => name);
    expect(names).toEqual(["Evita", "Eva", "Eve"]);
    const ben = (await room.join("Ben")).body;
    expect((await history(ben.token)).status).toBe(403);
    // A former name is free for others, but not one that looks like the present one.
    expect((await room.join<ErrorReply>("Еvelуn")).status).toBe(409);
  });
});

describe("handing over", () => {
  it("makes one other person the host, and leaves the former one as a moderator", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const ana = (await room.join("Ana")).body;
    const ben = (await room.join("Ben")).body;
    const handOver = (token: string, id: string) =>
      room.act<{ role: string }>(token, id, { action: "hand_over" });
    expect((await handOver(ben.token, ana.participant.id)).status).toBe(403);
    expect((await handOver(host, ana.participant.id)).body.role).toBe("host");
    expect((await handOver(host, ben.participant.id)).status).toBe(403);
    expect((await room.update<ErrorReply>(host, { title: "Mine" })).status).toBe(403);
    expect((await room.update(ana.token, { title: "Hers" })).status).toBe(200);
    expect((await room.act(ana.token, room.host.participant.id, { action: "remove" })).status).toBe(200);
  });
});

describe("an archived room", () => {
  it("is reopened by the host only", async () => {
    const { room } = await makeRoom();
    const { token: host } = room.host;
    const mod = (await room.join("Mo")).body;
    await room.act(host, mod.participant.id, { action: "role", role: "moderator" });
    await room.update(host, { state: "archived" });
    expect((await room.update<ErrorReply>(mod.token, { state: "open" })).status).toBe(403);
    expect((await room.update(host, { state: "open" })).status).toBe(200);
    expect((await room.post(mod.token, "again")).status).toBe(201);
  });
});

describe("a person who deletes their account", () => {
  it("leaves neither held messages, nor reports, nor former names", async () => {
    const { room, tenant } = await makeRoom({ hold: true });
    const person = await makePerson("Zora");
    const ctx = await joinWorkspaceAs(tenant.ctx, person, "viewer");
    const zora = (await room.join("Zora", { headers: { cookie: `parley_session=${person.token}` } })).body;
    await room.post(zora.token, "held secret");
    const rules = (await room.post(room.host.token, "rules")).body;
    await report(room, zora.token, rules.id, "reported secret");
    await room.act(zora.token, zora.participant.id, { action: "rename", name: "Zorro" });
    await eraseFromRooms(ctx);
    const left = await asOwner(
      `select content from platform.room_held_messages where content = 'held secret'
       union all select note from platform.room_reports where note = 'reported secret'
       union all select name from platform.room_names where name = 'Zora'`,
    );
    expect(left).toEqual([]);
  });
});
