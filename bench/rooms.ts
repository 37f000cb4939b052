import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { startServices } from "#testing/postgres/services.ts";
import { createRoomAt, joinRoomAt, openSocket, type Seat } from "#testing/rooms/room-calls.ts";
import { appLogin } from "./app-login.ts";
import { cpuMs, pinSelf, rssKb } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, freePort, type Running, start, startParley } from "./processes.ts";
import { Crowd, firstFrame, inParallel, type Member } from "./rooms/crowd.ts";
import { type PlannedRoom, planRooms } from "./rooms/room-plan.ts";
import { OTHER_CORE } from "./streams/subject.ts";
import { percentile, print } from "./table.ts";

const USERS = 2_000;
const PER_SECOND = 50;
const MINUTES = 1;
const AT_ONCE = 20;
const RECONNECTING = 500;
/** Until the garbage of connecting is gone. */
const REST_MS = 5_000;

type Row = Record<string, string | number>;
type Connected = { seat: Seat; socket: WebSocket };

/**
 * Half of the users over sockets and half over event streams, in rooms of 500, 50 and 2, with stored
 * messages, beside bare `ws` with the same rooms, where all use sockets and nothing is stored.
 * Then up to 500 sockets reconnect at once. `--users`, `--rate` and `--minutes` change the load.
 */
export async function run({ json, load }: BenchOptions): Promise<void> {
  const [users, rate, minutes] = [
    Number(load.users ?? USERS),
    Number(load.rate ?? PER_SECOND),
    Number(load.minutes ?? MINUTES),
  ];
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  const rooms = planRooms(users);
  const talk = (crowd: Crowd) => crowd.talk(rate, minutes * 60_000, (room) => rooms[room]?.size ?? 0);
  const rows: Row[] = [...(await measureBare(rooms, talk)), ...(await measureParley(rooms, talk))];
  print(rows, json);
}

type Talk = (crowd: Crowd) => Promise<void>;

/** Processor time and memory of a process around some work. */
async function measured(running: Running, idleKb: number, crowd: Crowd, talk: Talk) {
  await sleep(REST_MS);
  const kb = rssKb(running.pid);
  const [cpu, at] = [cpuMs(running.pid), performance.now()];
  await talk(crowd);
  const percent = (100 * (cpuMs(running.pid) - cpu)) / (performance.now() - at);
  const each = (kb - idleKb) / crowd.members.length;
  return { lost: crowd.lost, "kB per connection": each.toFixed(0), "CPU, %": percent.toFixed(0) };
}

async function measureBare(rooms: PlannedRoom[], talk: Talk): Promise<Row[]> {
  const port = await freePort();
  const settings = { PORT: String(port), HOST: "127.0.0.1" };
  const running = await start(["bench/rooms/bare-ws.ts"], port, "/", settings);
  const crowd = new Crowd();
  const sockets: WebSocket[] = [];
  try {
    const idle = rssKb(running.pid);
    const people = rooms.flatMap(({ people: count }, room) => Array.from({ length: count }, () => room));
    await inParallel(people, AT_ONCE, async (room) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/${room}`, { perMessageDeflate: false });
      sockets.push(socket);
      await firstFrame(socket, "welcome");
      const member: Member = {
        room,
        kind: "socket",
        send: (content) => socket.send(JSON.stringify({ type: "event", message: { content } })),
      };
      crowd.members.push(member);
      socket.on("message", (data) => crowd.receive(member, String(data)));
    });
    const rest = await measured(running, idle, crowd, talk);
    return [{ subject: "bare ws (floor)", ...crowd.row("socket"), ...rest, "reconnect p95, ms": "" }];
  } finally {
    for (const socket of sockets) socket.terminate();
    await running.stop();
  }
}

async function measureParley(rooms: PlannedRoom[], talk: Talk): Promise<Row[]> {
  const services = await startServices();
  const login = await appLogin(services.databaseUrl);
  const settings = { ...login, REDIS_URL: services.redisUrl };
  const running = await startParley("http://127.0.0.1:9", settings);
  const crowd = new Crowd();
  const end = new AbortController();
  const sockets: Connected[] = [];
  try {
    const seats = await seatAll(running, rooms);
    const idle = rssKb(running.pid);
    await inParallel(seats, AT_ONCE, async ({ seat, room, index }) => {
      if (index % 2) {
        await readStream(running.url, seat, crowd, { room, kind: "stream" }, end.signal);
        return;
      }
      const socket = await openSocket(running.url, seat, null);
      await firstFrame(socket, "welcome");
      sockets.push({ seat, socket });
      let number = 0;
      const send = (content: string) => {
        number += 1;
        socket.send(JSON.stringify({ type: "send", id: `b${number}`, content }));
      };
      const member: Member = { room, kind: "socket", send };
      crowd.members.push(member);
      socket.on("message", (data) => crowd.receive(member, String(data)));
    });
    const rest = await measured(running, idle, crowd, talk);
    const again = await reconnect(running.url, sockets.slice(0, RECONNECTING));
    return [
      { subject: "Parley, sockets", ...crowd.row("socket"), ...rest, "reconnect p95, ms": again },
      { subject: "Parley, streams", ...crowd.row("stream"), ...rest, "reconnect p95, ms": "" },
    ];
  } finally {
    end.abort();
    for (const { socket } of sockets) socket.terminate();
    await running.stop();
    await services.stop();
  }
}

type Placed = { seat: Seat; room: number; index: number };

async function seatAll(
  { url, apiKey }: Running & { apiKey: string },
  rooms: PlannedRoom[],
): Promise<Placed[]> {
  const seats: Placed[] = [];
  await inParallel([...rooms.keys()], AT_ONCE, async (room) => {
    const host = await createRoomAt(url, apiKey);
    const count = rooms[room]?.people ?? 0;
    // The host is one of them.
    for (let index = 0; index < count; index += 1) {
      const seat = index === 0 ? host : await joinRoomAt(url, host.code, `Person ${index}x`);
      seats.push({ seat, room, index });
    }
  });
  return seats;
}

/** Resolves at the welcome and reads on. */
async function readStream(
  url: string,
  { code, token }: Seat,
  crowd: Crowd,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const request = get(`${url}/api/chats/${code}/events`, { headers, signal, agent: false });
  request.on("error", () => undefined);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`events: ${response.statusCode}`);
  response.setEncoding("utf8").on("error", () => undefined);
  let rest = "";
  await new Promise<void>((resolve, reject) => {
    response.once("close", () => reject(new Error("The stream ended.")));
    response.on("data", (part: string) => {
      const events = (rest + part).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        if (event.includes('"type":"welcome"')) resolve();
        crowd.receive(member, event);
      }
    });
  });
  crowd.members.push(member);
}

/** Cuts sockets and opens them again, all at once. @returns the 95th percentile until the welcome, in ms */
async function reconnect(url: string, sockets: Connected[]): Promise<string> {
  for (const { socket } of sockets) socket.terminate();
  const took = await Promise.all(
    sockets.map(async (one) => {
      const from = performance.now();
      one.socket = await openSocket(url, one.seat, null);
      await firstFrame(one.socket, "welcome");
      return performance.now() - from;
    }),
  );
  return percentile(took, 0.95).toFixed(0);
}
