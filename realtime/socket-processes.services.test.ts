import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { closeKv } from "#lib/core/kv/open-kv.ts";
import type { WireEvent } from "#lib/rooms/wire.ts";
import { type FaultyProxy, startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { type Joined, makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { SocketClient, ticketFor } from "#testing/rooms/socket-client.ts";
import { SocketProcess } from "#testing/rooms/socket-process.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";

const WRITERS = 30;
const EACH = 6;
const TOKEN = "collector-of-the-suite";
/** What this process, which stands for `main`, shares with the websocket processes. */
const SHARED: Record<string, string> = { ...strongSecrets(), RATE_LIMIT_SCALE: "1000", METRICS_TOKEN: TOKEN };

let redis: FaultyProxy;
const processes: SocketProcess[] = [];
let open: SocketClient[] = [];
let room: RoomClient;
let ana: Joined;

beforeAll(async () => {
  const { hostname: host, port } = new URL(process.env.TEST_REDIS_URL ?? "");
  redis = await startFaultyProxy({ host, port: Number(port) });
  SHARED.REDIS_URL = `redis://127.0.0.1:${redis.port}`;
  await closeKv();
  Object.assign(process.env, SHARED);
  resetEnv();
  // Migrates the database, which the processes would do one after the other.
  await makeRoom();
  for (let number = 0; number < 2; number += 1) processes.push(await SocketProcess.start());
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.end("SIGKILL")));
  for (const name of Object.keys(SHARED)) delete process.env[name];
  resetEnv();
  await closeKv();
  await redis.close();
});
beforeEach(async () => {
  ({ room } = await makeRoom());
  ana = (await room.join("Ana")).body;
});
afterEach(async () => {
  await redis.be("pass");
  await Promise.all(open.map((client) => client.close()));
  open = [];
});

async function follow(at: SocketProcess, token: string, cursor?: string): Promise<SocketClient> {
  const ticket = await ticketFor(room, token);
  const client = new SocketClient(at.urlOf(room.code));
  open.push(client);
  await client.opened;
  client.send({ type: "hello", ticket, cursor });
  await client.welcome();
  return client;
}

const pair = () => processes as [SocketProcess, SocketProcess];
const said = (events: WireEvent[]) =>
  events.flatMap((event) => (event.kind === "message" ? [[event.offset, event.message.client_id]] : []));

describe("websocket processes beside one that serves pages", () => {
  it("deliver what is posted there, and what is sent over a socket of each other", async () => {
    const [one, two] = pair();
    const [first, second] = [await follow(one, ana.token), await follow(two, room.host.token)];
    await room.post(ana.token, "posted to main");
    for (const client of [first, second]) await client.said("posted to main");
    expect(await first.ask({ type: "send", content: "sent over one" })).toMatchObject({ type: "ack" });
    await second.said("sent over one");
    expect((await room.list(ana.token)).body.messages.map(({ content }) => content)).toEqual([
      "posted to main",
      "sent over one",
    ]);
    const own = /"msg":"room command"/;
    await expect.poll(() => one.output).toMatch(own);
    const line = one.output.split("\n").find((text) => own.test(text)) ?? "";
    expect(JSON.parse(line)).toMatchObject({
      chat_code: room.code,
      command: "send",
      latency: expect.any(Number),
    });
    expect(one.output).not.toContain("sent over one");
  });

  it("serve health and metrics, and no pages", async () => {
    const [one] = pair();
    await follow(one, ana.token);
    const health = await one.get("/api/health/ready");
    expect(health.status).toBe(200);
    expect(health.headers.get("x-content-type-options")).toBe("nosniff");
    const metrics = await (await one.get("/api/metrics", { authorization: `Bearer ${TOKEN}` })).text();
    expect(metrics).toMatch(/^parley_realtime_connections 1$/m);
    for (const path of ["/", `/r/${room.code}`, `/api/chats/${room.code}`, `/ws/chat/${room.code}/`])
      expect((await one.get(path)).status).toBe(404);
  });

  it("accept a ticket once between them", async () => {
    const ticket = await ticketFor(room, ana.token);
    const clients = pair().map((one) => new SocketClient(one.urlOf(room.code)));
    open.push(...clients);
    await Promise.all(clients.map(({ opened }) => opened));
    for (const client of clients) client.send({ type: "hello", ticket });
    const isIn = (client: SocketClient) =>
      client.welcome().then(
        () => true,
        () => false,
      );
    const admitted = await Promise.all(
      clients.map((client) => Promise.race([isIn(client), client.closed.then(() => false)])),
    );
    expect(admitted.sort()).toEqual([false, true]);
  });

  it("end the socket of someone who is banned in another process", async () => {
    const [one, two] = pair();
    const host = await follow(one, room.host.token);
    const banned = await follow(two, ana.token);
    const ban = { type: "moderate", action: "ban", participant_id: ana.participant.id };
    expect(await host.ask(ban)).toMatchObject({ type: "ack" });
    expect(await banned.closed).toEqual({ code: 4403, reason: "banned" });
  });

  it("let one of two messages through in slow mode, sent to two processes at once", async () => {
    await room.update(room.host.token, { slow_seconds: 60 });
    const clients = await Promise.all(pair().map((one) => follow(one, ana.token)));
    const replies = await Promise.all(
      clients.map((client, index) => client.ask({ type: "send", content: `${index}` })),
    );
    expect(replies.map(({ type }) => type).sort()).toEqual(["ack", "nack"]);
    expect(replies).toContainEqual(
      expect.objectContaining({ code: "limited", reason: "slow", retryAfter: expect.any(Number) }),
    );
  });

  it("keep one order without gaps and each message once, when one is killed amid 30 writers", {
    timeout: 180_000,
  }, async () => {
    const [survivor] = pair();
    const doomed = await SocketProcess.start();
    const people = await Promise.all(
      Array.from({ length: WRITERS }, async (_, i) => (await room.join(`Person ${i}x`)).body),
    );
    const reader = await follow(survivor, ana.token);
    const { cursor } = await reader.welcome();
    const start = Number(cursor.split(".")[1]);
    const acked = new Map<string, number>();
    let left = WRITERS * EACH;
    await Promise.all(
      people.map(async ({ token }, index) => {
        let client = await follow(index % 2 ? doomed : survivor, token);
        for (let number = 0; number < EACH; number += 1) {
          const frame = { type: "send", id: `w${index}-${number}`, content: `text ${index} ${number}` };
          let reply = await client.ask(frame).catch(() => null);
          // The acknowledgement was lost with the process: the same message is sent again elsewhere.
          while (!reply) {
            client = await follow(survivor, token);
            reply = await client.ask(frame).catch(() => null);
          }
          if (reply.type !== "ack" || reply.offset === undefined) throw new Error(JSON.stringify(reply));
          acked.set(frame.id, reply.offset);
          left -= 1;
          if (left === (WRITERS * EACH) / 2) void doomed.end("SIGKILL");
        }
      }),
    );
    const last = Math.max(...acked.values());
    await reader.until((frame) => frame.type === "event" && frame.offset >= last);
    const all = reader.events();
    expect(all.map(({ offset }) => offset)).toEqual(all.map((_, i) => start + 1 + i));
    expect(
      said(all)
        .map(([, id]) => id)
        .sort(),
    ).toEqual([...acked.keys()].sort());
    expect(new Map(said(all).map(([offset, id]) => [id, offset]))).toEqual(acked);
    const middle = all[Math.floor(all.length / 2)] as WireEvent;
    const later = await follow(pair()[1], ana.token, middle.cursor);
    await later.until((frame) => frame.type === "event" && frame.offset >= last);
    expect(later.events()).toEqual(all.slice(all.indexOf(middle) + 1));
  });

  it("tell readers to connect elsewhere when one stops, and they miss nothing", async () => {
    const [survivor] = pair();
    const stopping = await SocketProcess.start();
    const client = await follow(stopping, ana.token);
    await room.post(room.host.token, "before");
    await client.said("before");
    const waiting = new SocketClient(stopping.urlOf(room.code));
    await waiting.opened;
    await Promise.all([stopping.end("SIGTERM"), room.post(room.host.token, "meanwhile")]);
    expect(stopping.child.exitCode).toBe(0);
    const presence = await room.call<{ count: number }>("GET", "presence", { token: room.host.token });
    expect(presence.body.count).toBe(0);
    for (const one of [client, waiting]) expect(await one.closed).toEqual({ code: 1001, reason: "draining" });
    expect(client.frames.at(-1)).toMatchObject({ type: "bye", retryAfter: expect.any(Number) });
    const { cursor } = client.events().at(-1) as WireEvent;
    const again = await follow(survivor, ana.token, cursor);
    await room.post(room.host.token, "after");
    await again.said("after");
    const both = [...client.events(), ...again.events()];
    expect(both.map((event) => event.kind === "message" && event.message.content)).toEqual([
      "before",
      "meanwhile",
      "after",
    ]);
  });
});

describe("when Redis", () => {
  it.each([
    ["is gone", () => redis.be("refuse")],
    ["is frozen", () => redis.be("silent")],
    ["was flushed", flush],
  ])("%s, every reader gets every event in order", async (_, fail) => {
    const early = await Promise.all(pair().map((one) => follow(one, ana.token)));
    await fail();
    const texts = Array.from({ length: 5 }, (_, i) => `message ${i}`);
    for (const text of texts) await room.post(room.host.token, text);
    // Someone who comes while it is so is let in as well.
    const late = await Promise.all(pair().map((one) => follow(one, ana.token)));
    await room.post(room.host.token, "for all");
    for (const client of [...early, ...late]) await client.said("for all");
    for (const client of early)
      expect(client.events().map((event) => event.kind === "message" && event.message.content)).toEqual([
        ...texts,
        "for all",
      ]);
    await redis.be("pass");
    await room.post(room.host.token, "back");
    for (const client of [...early, ...late]) await client.said("back");
  });

  it("does not respond, a ticket is still accepted once, and a ban still ends the socket", async () => {
    const [one, two] = pair();
    const client = await follow(one, ana.token);
    await redis.be("silent");
    const ticket = await ticketFor(room, ana.token);
    const clients = pair().map((process) => new SocketClient(process.urlOf(room.code)));
    open.push(...clients);
    await Promise.all(clients.map(({ opened }) => opened));
    for (const other of clients) other.send({ type: "hello", ticket });
    const isIn = (other: SocketClient) =>
      other.welcome().then(
        () => true,
        () => false,
      );
    expect((await Promise.all(clients.map(isIn))).sort()).toEqual([false, true]);
    const host = await follow(two, room.host.token);
    await host.ask({ type: "moderate", action: "ban", participant_id: ana.participant.id });
    expect(await client.closed).toEqual({ code: 4403, reason: "banned" });
  });
});

async function flush(): Promise<void> {
  const { createClient } = await import("@redis/client");
  const client = createClient({ url: process.env.TEST_REDIS_URL ?? "" });
  await client.connect();
  await client.flushAll();
  client.destroy();
}
