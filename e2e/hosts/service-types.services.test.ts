import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appLogin } from "#bench/app-login.ts";
import { buildOnce } from "#bench/processes.ts";
import { type AppOptions, type AppServer, startApp } from "#e2e/fixtures/app-server.ts";
import type { WireFrame, WireMessagePage } from "#lib/rooms/wire.ts";
import { type OwnServices, startOwnServices } from "#testing/postgres/services.ts";
import { EventReader } from "#testing/rooms/event-reader.ts";
import { createRoomAt, joinRoomAt, type Seat, ticketAt } from "#testing/rooms/room-calls.ts";
import { SocketClient } from "#testing/rooms/socket-client.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";

let services: OwnServices;
let options: AppOptions;
const processes: AppServer[] = [];
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  await buildOnce(".");
  services = await startOwnServices();
  const env = { ...strongSecrets(), ...(await appLogin(services.databaseUrl)), REDIS_URL: services.redisUrl };
  options = { mode: "server", env };
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close().catch(() => undefined)));
  for (const app of processes) if (!app.isGone()) await app.stop("keep");
  await services.stop();
  for (const { dataDir } of processes) await rm(dataDir, { recursive: true, force: true });
});

type Type = "main" | "monolith" | "worker" | "websocket";

/** One after the other, each when the one before is ready. */
async function start(type: Type, more: Partial<AppOptions> = {}): Promise<AppServer> {
  const role = type === "worker" || type === "websocket" ? { role: type } : {};
  const started = await startApp({
    ...options,
    ...role,
    env: { ...options.env, SERVICE_TYPE: type },
    ...more,
  });
  processes.push(started);
  return started;
}

async function followSocket(
  pages: AppServer,
  at: AppServer,
  seat: Seat,
  cursor?: string,
): Promise<SocketClient> {
  const ticket = await ticketAt(pages.url, seat);
  const client = new SocketClient(`${at.url.replace("http", "ws")}/ws/chat/${seat.code}/`);
  open.push(client);
  await client.opened;
  client.send({ type: "hello", ticket, cursor });
  await client.welcome();
  return client;
}

async function followStream(
  { url }: AppServer,
  { code, token }: Seat,
  cursor?: string,
): Promise<EventReader> {
  const headers = { authorization: `Bearer ${token}`, ...(cursor && { "last-event-id": cursor }) };
  const response = await fetch(`${url}/api/chats/${code}/events`, { headers });
  expect(response.status).toBe(200);
  const reader = new EventReader(response);
  open.push(reader);
  await reader.until(({ type }) => type === "welcome");
  return reader;
}

async function post({ url }: AppServer, { code, token }: Seat, content: string): Promise<void> {
  const response = await fetch(`${url}/api/chats/${code}/messages/`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ content }),
  });
  expect(response.status).toBe(201);
}

async function listed({ url }: AppServer, { code, token }: Seat): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/chats/${code}/messages/`, { headers });
  return ((await response.json()) as WireMessagePage).messages.map(({ content }) => content);
}

const isText = (content: string) => (frame: WireFrame | { type: string }) =>
  frame.type === "event" && "message" in frame && frame.message.content === content;
const texts = (reader: SocketClient | EventReader) =>
  reader.events().flatMap((event) => (event.kind === "message" ? [event.message.content] : []));
const arrived = (readers: (SocketClient | EventReader)[], content: string) =>
  Promise.all(readers.map((reader) => reader.until(isText(content))));
const cursorOf = (reader: SocketClient | EventReader) => reader.events().at(-1)?.cursor ?? "";

it("SERVICE_TYPE: from one process to four and back, every message reaches every reader once", {
  timeout: 600_000,
}, async () => {
  const worker = await start("worker");
  let main = await start("main");
  const sockets = [await start("websocket"), await start("websocket")] as const;
  const hana = await createRoomAt(main.url, main.apiKey);
  const ana = await joinRoomAt(main.url, hana.code, "Ana");
  const ben = await joinRoomAt(main.url, hana.code, "Ben");
  await expect(followSocket(main, main, ana), "main has no door for sockets").rejects.toThrow();

  const [one, two] = [await followSocket(main, sockets[0], ana), await followSocket(main, sockets[1], ben)];
  const stream = await followStream(main, hana);
  await post(main, hana, "posted to main");
  await arrived([one, two, stream], "posted to main");
  expect(await one.ask({ type: "send", content: "sent over a socket" })).toMatchObject({ type: "ack" });
  await arrived([one, two, stream], "sent over a socket");

  // Back to one process, while people write.
  for (const socket of sockets) await socket.stop("keep");
  for (const client of [one, two]) expect((await client.closed).code).toBe(1001);
  await post(main, hana, "nobody has a socket");
  await arrived([stream], "nobody has a socket");
  await worker.stop("keep");
  await main.stop("keep");
  await stream.closed;
  main = await start("monolith", { after: main });
  await post(main, hana, "back in one process");
  const said = ["posted to main", "sent over a socket", "nobody has a socket", "back in one process"];
  const again = [
    await followSocket(main, main, ana, cursorOf(one)),
    await followSocket(main, main, ben, cursorOf(two)),
    await followStream(main, hana, cursorOf(stream)),
  ] as const;
  await arrived([...again], "back in one process");
  expect([...texts(one), ...texts(again[0])]).toEqual(said);
  expect([...texts(two), ...texts(again[1])]).toEqual(said);
  expect([...texts(stream), ...texts(again[2])]).toEqual(said);
  expect(await listed(main, hana)).toEqual(said);

  // The same beside plain `next start`, which has no sockets at all.
  const plain = await start("main", { mode: "next-start", from: main.dataDir });
  await expect(followSocket(plain, plain, ana), "next start has no door for sockets").rejects.toThrow();
  const other = await followStream(plain, ben, cursorOf(again[1]));
  await post(main, hana, "posted to the monolith");
  await post(plain, ben, "posted to next start");
  await arrived([...again, other], "posted to the monolith");
  await arrived([...again, other], "posted to next start");
  expect(texts(other).toSorted()).toEqual(["posted to next start", "posted to the monolith"]);
  expect(await listed(plain, hana)).toEqual(await listed(main, hana));
});
