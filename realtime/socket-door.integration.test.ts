import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { kv } from "#lib/core/kv/open-kv.ts";
import { log } from "#lib/core/log.ts";
import { openConnections } from "#lib/rooms/live/open-hub.ts";
import { hubs } from "#lib/rooms/live/room-hub.ts";
import { type Joined, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { SocketClient, ticketFor } from "#testing/rooms/socket-client.ts";
import { type SocketServer, startSocketServer } from "#testing/rooms/socket-server.ts";
import { commands } from "./commands.ts";

let server: SocketServer;
let room: RoomClient;
let ana: Joined;
let open: SocketClient[] = [];

beforeAll(async () => {
  server = await startSocketServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ room } = await makeRoom());
  ana = (await room.join("Ana")).body;
});
afterEach(async () => {
  await Promise.all(open.map((client) => client.close()));
  open = [];
});

function dial(code = room.code, options?: ConstructorParameters<typeof SocketClient>[1]): SocketClient {
  const client = new SocketClient(server.urlOf(code), options);
  open.push(client);
  return client;
}

/** An opened socket that has sent its ticket. */
async function enter(token: string, cursor?: string, of = room): Promise<SocketClient> {
  const client = dial(of.code);
  await client.opened;
  client.send({ type: "hello", ticket: await ticketFor(of, token), cursor });
  return client;
}

async function follow(token: string, cursor?: string): Promise<SocketClient> {
  const client = await enter(token, cursor);
  await client.welcome();
  return client;
}

const textsOf = (client: SocketClient) =>
  client.events().flatMap((event) => (event.kind === "message" ? [event.message.content] : []));

describe("a socket", () => {
  it("carries a room: a snapshot, then each event once and in order, and commands with their ack", async () => {
    await room.post(room.host.token, "before");
    const [own, other] = await Promise.all([follow(ana.token), follow(room.host.token)]);
    const { snapshot, self } = await own.welcome();
    expect(snapshot?.messages.map(({ content }) => content)).toEqual(["before"]);
    expect(self.id).toBe(ana.participant.id);
    const acks = [];
    for (const id of ["m1", "m2", "m3"])
      acks.push(await own.ask({ type: "send", id, content: `text ${id}` }));
    await room.post(room.host.token, "over HTTP");
    for (const client of [own, other]) {
      await client.said("over HTTP");
      expect(textsOf(client)).toEqual(["text m1", "text m2", "text m3", "over HTTP"]);
    }
    const placed = other.events().map(({ offset }) => offset);
    expect(acks).toEqual(
      ["m1", "m2", "m3"].map((id, i) => ({
        type: "ack",
        id,
        offset: placed[i],
        messageId: expect.stringMatching(/^rmg_/),
      })),
    );
  });

  it("edits, deletes and moderates with the rights that HTTP checks", async () => {
    const [own, host] = await Promise.all([follow(ana.token), follow(room.host.token)]);
    const sent = await own.ask({ type: "send", content: "teh" });
    const message_id = sent.type === "ack" ? sent.messageId : "";
    expect(await own.ask({ type: "edit", message_id, content: "the" })).toMatchObject({ type: "ack" });
    expect(await host.ask({ type: "edit", message_id, content: "mine" })).toMatchObject({
      code: "forbidden",
    });
    expect(await host.ask({ type: "delete", message_id })).toMatchObject({ type: "ack" });
    const target = room.host.participant.id;
    const mute = { type: "moderate", action: "mute", minutes: 5 };
    expect(await own.ask({ ...mute, participant_id: target })).toMatchObject({ code: "forbidden" });
    expect(await host.ask({ ...mute, participant_id: ana.participant.id })).toMatchObject({ type: "ack" });
    expect(await own.ask({ type: "send", content: "but" })).toMatchObject({
      type: "nack",
      code: "forbidden",
      reason: "muted",
    });
    await own.until((frame) => frame.type === "event" && frame.kind === "participant");
    expect(own.events().map(({ kind }) => kind)).toEqual(["message", "edit", "delete", "participant"]);
  });

  it("reacts, shows who types and who has read, and acknowledges a message that waits for approval", async () => {
    const [own, host] = await Promise.all([follow(ana.token), follow(room.host.token)]);
    const sent = await host.ask({ type: "send", content: "look" });
    const { messageId: message_id, offset } = sent as { messageId: string; offset: number };
    expect(await own.ask({ type: "react", message_id, emoji: "👍", on: true })).toMatchObject({
      type: "ack",
    });
    await host.until((frame) => frame.type === "event" && frame.kind === "reaction");
    expect(await own.ask({ type: "typing" })).toMatchObject({ type: "ack" });
    expect(await own.ask({ type: "typing" })).toMatchObject({ type: "nack", code: "limited" });
    await host.until((frame) => frame.type === "typing" && frame.participant_id === ana.participant.id);
    expect(await own.ask({ type: "read", offset })).toMatchObject({ type: "ack" });
    await host.until((frame) => frame.type === "read" && frame.offset === offset);
    await room.update(room.host.token, { hold: true });
    const held = await own.ask({ type: "send", content: "may I?" });
    expect(held).toMatchObject({ type: "ack", held: "pending", messageId: expect.any(String) });
    expect(held).not.toHaveProperty("offset");
  });

  it("lets people wait in the lobby, and goes on when they are let in", async () => {
    await room.update(room.host.token, { lobby: true });
    const ben = (await room.join("Ben")).body;
    const client = await enter(ben.token);
    await client.until(({ type }) => type === "waiting");
    expect(await client.ask({ type: "send", content: "hello?" })).toMatchObject({
      code: "forbidden",
      reason: "waiting",
    });
    await room.post(room.host.token, "not for Ben yet");
    expect(client.frames.map(({ type }) => type)).toEqual(["waiting", "nack"]);
    await room.act(room.host.token, ben.participant.id, { action: "admit" });
    expect((await client.welcome()).snapshot?.messages).toHaveLength(1);
    expect(await client.ask({ type: "send", content: "hello!" })).toMatchObject({ type: "ack" });
  });

  it("refuses every command of someone who is not in the room", async () => {
    const sent = (await room.post(room.host.token, "mine")).body;
    await room.update(room.host.token, { lobby: true });
    const client = await enter((await room.join("Ben")).body.token);
    await client.until(({ type }) => type === "waiting");
    const about = { message_id: sent.id };
    const bodies: Record<string, object> = {
      send: { content: "x" },
      edit: { ...about, content: "x" },
      delete: about,
      react: { ...about, emoji: "👍", on: true },
      typing: {},
      read: { offset: 1 },
      moderate: { participant_id: ana.participant.id, action: "mute", minutes: 1 },
    };
    expect(Object.keys(bodies).sort()).toEqual(Object.keys(commands).sort());
    for (const [type, body] of Object.entries(bodies))
      expect(await client.ask({ type, ...body }), type).toMatchObject({
        type: "nack",
        code: "forbidden",
        reason: "waiting",
      });
  });

  it("gives the same id the same ack, and refuses it with another text", async () => {
    const client = await follow(ana.token);
    const first = await client.ask({ type: "send", id: "once", content: "hello" });
    expect(await client.ask({ type: "send", id: "once", content: "hello" })).toEqual(first);
    expect(await client.ask({ type: "send", id: "once", content: "other" })).toMatchObject({
      type: "nack",
      code: "unprocessable",
    });
    const again = await follow(ana.token);
    expect(await again.ask({ type: "send", id: "once", content: "hello" })).toEqual(first);
    expect((await room.list(ana.token)).body.messages).toHaveLength(1);
  });

  it("resumes from every position with exactly what follows it, and after a foreign one with a snapshot", async () => {
    const whole = await follow(ana.token);
    for (let number = 1; number <= 5; number += 1) await room.post(room.host.token, `${number}`);
    await whole.said("5");
    const all = whole.events();
    const first = (all[0]?.offset ?? 0) - 1;
    for (let missed = 0; missed <= all.length; missed += 1) {
      const client = await follow(ana.token, `1.${first + missed}`);
      await client.ask({ type: "delete", message_id: "none" });
      expect((await client.welcome()).snapshot).toBeUndefined();
      await expect.poll(() => client.events()).toEqual(all.slice(missed));
      await client.close();
    }
    for (const cursor of ["7.1", "1.99999", "nonsense"]) {
      const client = await follow(ana.token, cursor);
      expect(client.frames.map(({ type }) => type).slice(0, 2)).toEqual(["resync", "welcome"]);
      expect((await client.welcome()).snapshot?.messages).toHaveLength(5);
    }
  });

  it("ends for someone who is banned, removed or leaves, with its code", async () => {
    const people = await Promise.all(["Kim", "Lee", "Max"].map(async (name) => (await room.join(name)).body));
    const [kim, lee, max] = people as [Joined, Joined, Joined];
    const stays = await follow(ana.token);
    const clients = await Promise.all(people.map(({ token }) => follow(token)));
    const spare = await ticketFor(room, kim.token);
    await room.act(room.host.token, kim.participant.id, { action: "ban" });
    await room.act(room.host.token, lee.participant.id, { action: "remove" });
    await room.call("POST", "leave", { token: max.token });
    const ends = await Promise.all(clients.map(({ closed }) => closed));
    expect(ends).toEqual([
      { code: 4403, reason: "banned" },
      { code: 4403, reason: "removed" },
      { code: 1000, reason: "left" },
    ]);
    for (const [index, client] of clients.entries())
      expect(client.frames.at(-1)).toMatchObject({ type: "bye", code: ends[index]?.reason });
    expect((await room.call("POST", "ticket", { token: kim.token })).status).toBe(403);
    const late = dial();
    await late.opened;
    late.send({ type: "hello", ticket: spare });
    expect(await late.closed).toEqual({ code: 4403, reason: "banned" });
    await room.post(room.host.token, "still here");
    await stays.said("still here");
    await room.call("DELETE", "", { token: room.host.token });
    expect(await stays.closed).toEqual({ code: 4404, reason: "deleted" });
  });
});

describe("someone who is banned while they connect", () => {
  const ban = () => room.act(room.host.token, ana.participant.id, { action: "ban" });

  it("ends when it happens before the room was read, which no event would show", async () => {
    await follow(room.host.token);
    const [hub] = [...hubs().values()];
    const read = hub?.readRoom;
    Object.assign(hub ?? {}, { readRoom: () => ban().then(() => read?.()) });
    const client = await enter(ana.token);
    expect(await client.closed).toEqual({ code: 4403, reason: "banned" });
    expect(textsOf(client)).toEqual([]);
  });

  it("is refused when it happens while the room is opened", async () => {
    const shared = kv();
    const subscribe = shared.subscribe.bind(shared);
    vi.spyOn(shared, "subscribe").mockImplementationOnce((...args) => ban().then(() => subscribe(...args)));
    const client = await enter(ana.token);
    expect(await client.closed).toEqual({ code: 4403, reason: "banned" });
    expect(client.frames.map(({ type }) => type)).toEqual(["bye"]);
  });
});

describe("a ticket", () => {
  const use = async (ticket: string, code = room.code) => {
    const client = dial(code);
    await client.opened;
    client.send({ type: "hello", ticket });
    return client;
  };

  it("admits once, to its own room", async () => {
    const ticket = await ticketFor(room, ana.token);
    await (await use(ticket)).welcome();
    expect(await (await use(ticket)).closed).toEqual({ code: 4401, reason: "unauthorized" });
    const other = (await makeRoom()).room;
    const clients = await Promise.all([
      use(await ticketFor(room, ana.token), other.code),
      use(await ticketFor(room, ana.token), "NOSUCHROOM"),
      // The participant's own token opens no socket.
      use(ana.token),
      use(""),
    ]);
    for (const client of clients) expect(await client.closed).toEqual({ code: 4401, reason: "unauthorized" });
  });

  it("admits one of two sockets that use it at once", async () => {
    const ticket = await ticketFor(room, ana.token);
    const clients = [dial(), dial()];
    await Promise.all(clients.map(({ opened }) => opened));
    for (const client of clients) client.send({ type: "hello", ticket });
    const ends = await Promise.all(
      clients.map((client) =>
        Promise.race([client.welcome().then(() => 0), client.closed.then(({ code }) => code)]).catch(
          () => 4401,
        ),
      ),
    );
    expect(ends.sort()).toEqual([0, 4401]);
  });

  it("expires after a minute, and comes with the time of that", async () => {
    const { body } = await room.call<{ ticket: string; expires_at: string }>("POST", "ticket", {
      token: ana.token,
    });
    const left = Date.parse(body.expires_at) - Date.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
    try {
      expect(await (await use(body.ticket)).closed).toEqual({ code: 4401, reason: "unauthorized" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("is for participants only", async () => {
    expect((await room.call("POST", "ticket")).status).toBe(401);
    expect((await (await makeRoom()).room.call("POST", "ticket", { token: ana.token })).status).toBe(401);
  });
});

/** The response to raw bytes. */
function raw(lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const [hostname, port] = server.host.split(":");
    const socket = connect(Number(port), hostname, () => socket.write([...lines, "", ""].join("\r\n")));
    socket.on("data", (data) => {
      text += data;
      if (text.startsWith("HTTP/1.1 101")) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

describe("the door", () => {
  const key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
  const asks = (path: string, ...more: string[]) => [
    `GET ${path} HTTP/1.1`,
    `Host: ${server.host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    ...more,
  ];

  it.each([
    ["of another site", "https://evil.example"],
    ["without a site", "null"],
    ["of another port", "http://127.0.0.1:1"],
    ["that is no URL", "evil"],
  ])("refuses a page %s", async (_, origin) => {
    await expect(dial(room.code, { origin }).opened).rejects.toThrow("403");
  });

  it("admits its own pages and clients that are no browsers", async () => {
    await dial(room.code, { origin: `http://${server.host}` }).opened;
    await dial(room.code).opened;
    await dial(room.code.toLowerCase()).opened;
  });

  it("answers with the error shape, an id and the headers of every response", async () => {
    const text = await raw(asks(`/ws/chat/${room.code}/`, key, "Origin: https://evil.example"));
    expect(text).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    const id = /x-request-id: (\w+)/.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({ error: { code: "forbidden", requestId: id } });
  });

  it("refuses a malformed handshake, and answers what asks for another protocol or path as usual", async () => {
    expect(await raw(asks(`/ws/chat/${room.code}/`))).toMatch(/^HTTP\/1.1 400 /);
    expect(await raw(asks("/ws/chat/ab/", key))).toMatch(/^HTTP\/1.1 404 /);
    const others = [
      asks("/", key),
      asks("/ws/chat/", key),
      asks("/ws/chat/a%00b", key),
      asks("/ws/other", key),
    ];
    for (const lines of others)
      expect(await raw([...lines, "Connection: close"])).toMatch(/^HTTP\/1.1 (?:404|400) /);
    const post = asks(`/ws/chat/${room.code}/`, key).with(0, `POST /ws/chat/${room.code}/ HTTP/1.1`);
    expect(await raw([...post, "Content-Length: 0", "Connection: close"])).toContain("\r\nno page\r\n");
    expect(await raw(asks(`/ws/chat/${room.code}/`, key))).toMatch(/^HTTP\/1.1 101 /);
  });

  it("speaks parley.room.v1 or nothing", async () => {
    const client = dial();
    await client.opened;
    expect(client.socket.protocol).toBe("parley.room.v1");
    await expect(dial(room.code, { protocol: "other" }).opened).rejects.toThrow("subprotocol");
  });

  it("holds at most 20 sockets of a person", async () => {
    await Promise.all(Array.from({ length: 20 }, () => follow(ana.token)));
    const more = await enter(ana.token);
    expect(await more.closed).toEqual({ code: 4029, reason: "limited" });
    await (await follow(room.host.token)).welcome();
    await open[0]?.close();
    await follow(ana.token);
  });
});

describe("hostile frames", () => {
  it("before the ticket end the socket", async () => {
    for (const frame of ["{", "[]", "null", '{"type":"send","id":"a","content":"x"}', '{"type":"hello"}']) {
      const client = dial();
      await client.opened;
      client.socket.send(frame);
      expect(await client.closed).toEqual({ code: 4401, reason: "unauthorized" });
    }
  });

  it("are refused one by one, and the connection goes on", async () => {
    const failures = vi.spyOn(log(), "error");
    const client = await follow(ana.token);
    const frames: [string, object][] = [
      ["{", { id: null, code: "invalid" }],
      ['"text"', { id: null, code: "invalid" }],
      ['{"type":"send"}', { id: null, code: "invalid" }],
      ['{"type":"nothing","id":"a1"}', { id: "a1", code: "not_allowed" }],
      ['{"type":"constructor","id":"a2"}', { id: "a2", code: "not_allowed" }],
      ['{"type":"__proto__","id":"a3"}', { id: "a3", code: "not_allowed" }],
      ['{"type":"hello","id":"a4","ticket":"x"}', { id: "a4", code: "not_allowed" }],
      ['{"type":"send","id":"a5","content":""}', { id: "a5", code: "invalid" }],
      ['{"type":"send","id":"no space","content":"x"}', { id: "no space", code: "invalid" }],
      [`{"type":"send","id":"a6","content":"${"x".repeat(4_001)}"}`, { id: "a6", code: "invalid" }],
      ['{"type":"send","id":"a7","content":"a\\u0000b"}', { id: "a7", code: "invalid" }],
      ['{"type":"send","id":"a8","content":"\\ud800"}', { id: "a8", code: "invalid" }],
      ['{"type":"edit","id":"a9","message_id":"rmg_x","content":"x"}', { id: "a9", code: "not_found" }],
      [
        '{"type":"moderate","id":"b1","participant_id":"par_x","action":"role"}',
        { id: "b1", code: "invalid" },
      ],
    ];
    for (const [index, [frame, nack]] of frames.entries()) {
      client.socket.send(frame);
      const isNack = ({ type }: { type: string }) => type === "nack";
      await client.until(() => client.frames.filter(isNack).length > index);
      expect(client.frames.filter(isNack)[index]).toMatchObject({ type: "nack", ...nack });
    }
    client.socket.send(Buffer.from('{"type":"send","id":"bin","content":"x"}'), { binary: true });
    await client.until(() => client.frames.filter(({ type }) => type === "nack").length > frames.length);
    expect(await client.ask({ type: "send", content: "fine" })).toMatchObject({ type: "ack" });
    expect(failures).not.toHaveBeenCalled();
  });

  it("too large or in too many fragments end the socket", async () => {
    const [large, many] = await Promise.all([follow(ana.token), follow(ana.token)]);
    large.socket.send("x".repeat(65_537));
    expect((await large.closed).code).toBe(1009);
    for (let part = 0; part < 20; part += 1) many.socket.send("x", { fin: false });
    expect((await many.closed).code).toBe(1008);
  });

  it("in a flood are refused, then end the socket, and delay nobody else", async () => {
    const [flood, other] = await Promise.all([follow(ana.token), follow(room.host.token)]);
    for (let number = 0; number < 1_000; number += 1)
      flood.socket.send(JSON.stringify({ type: "send", id: `f${number}`, content: "x" }));
    await other.ask({ type: "send", content: "calm" });
    expect(await flood.closed).toEqual({ code: 4029, reason: "limited" });
    await other.said("calm");
    // A participant may post ten at once.
    expect((await room.list(ana.token)).body.messages.length).toBeLessThanOrEqual(11);
  });

  it("of any shape never break the process", async () => {
    const client = await follow(ana.token);
    const shapes = fc.sample(
      fc.oneof(
        fc.json(),
        fc.string({ unit: "binary" }),
        fc
          .record({
            type: fc.constantFrom("send", "edit", "delete", "moderate"),
            id: fc.anything(),
            content: fc.anything(),
          })
          .map((frame) => JSON.stringify(frame)),
      ),
      { numRuns: 30, seed: 7 },
    );
    for (const shape of shapes) client.socket.send(shape);
    await client.until(
      () => client.frames.filter(({ type }) => type === "nack" || type === "ack").length >= 30,
    );
    expect(await client.ask({ type: "send", id: "after", content: "still here" })).toMatchObject({
      id: "after",
    });
  });
});

it("is closed when its reader is too slow, which delays nobody, and resumes", async () => {
  const [slow, quick] = await Promise.all([follow(ana.token), follow(room.host.token)]);
  const [{ cursor }, before] = [await slow.welcome(), openConnections()];
  const hub = [...hubs().values()].find(({ readers }) => readers.size === 2);
  slow.socket.pause();
  let sent = 0;
  while (openConnections() === before) {
    hub?.send({ type: "delta", message_id: `${sent}`, text: "x".repeat(100_000) });
    sent += 1;
    await sleep(5);
  }
  await room.post(room.host.token, "the end");
  await quick.said("the end");
  expect(quick.frames.filter(({ type }) => type === "delta")).toHaveLength(sent);
  slow.socket.resume();
  // It was cut off if it did not read on within seconds.
  expect([4008, 1006]).toContain((await slow.closed).code);
  await (await follow(ana.token, cursor)).said("the end");
});

it("leaves nothing behind when sockets break off", async () => {
  const before = openConnections();
  const clients = await Promise.all([follow(ana.token), follow(room.host.token)]);
  expect(openConnections()).toBe(before + 2);
  for (const { socket } of clients) socket.terminate();
  await expect.poll(openConnections).toBe(before);
});
