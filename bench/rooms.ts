import { WebSocket } from "ws";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { coreBusyMs, cpuMs, pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, freePort, start, startParley } from "./processes.ts";
import { Crowd, firstFrame, inParallel, type Member } from "./rooms/crowd.ts";
import { HeldMemory } from "./rooms/held-memory.ts";
import { measureFanOut } from "./rooms/measure-fan-out.ts";
import {
  AT_ONCE,
  type OpenSocket,
  openMember,
  openStream,
  reconnect,
  seatAll,
} from "./rooms/parley-members.ts";
import { keepUploading, VISION } from "./rooms/photo-uploads.ts";
import { type PlannedRoom, planRooms } from "./rooms/room-plan.ts";
import { startModelProcess } from "./streams/model.ts";
import { OTHER_CORE } from "./streams/subject.ts";
import { print } from "./table.ts";

const USERS = 2_000;
const PER_SECOND = 50;
const MINUTES = 1;
const RECONNECTING = 500;
/** How long a model looks at a photo. */
const MODEL_MS = 1_000;

export type Row = Record<string, string | number>;
type Talk = (crowd: Crowd) => Promise<void>;

/**
 * Half of the users over sockets and half over event streams, in rooms of 500, 50 and 2, with stored
 * messages, beside bare `ws` with the same rooms, where all use sockets and nothing is stored. Then the same
 * while photos are analyzed, and up to 500 sockets that reconnect at once. The part `fan-out` measures two
 * processes for sockets alone. `--users`, `--rate` and `--minutes` change the load.
 */
export async function run({ json, parts, load }: BenchOptions): Promise<void> {
  const rate = Number(load.rate ?? PER_SECOND);
  const ms = Number(load.minutes ?? MINUTES) * 60_000;
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  if (parts.includes("fan-out")) {
    print(await measureFanOut({ people: Number(load.users ?? 5_000), ms }), json);
    return;
  }
  const rooms = planRooms(Number(load.users ?? USERS));
  const talk = (crowd: Crowd) => crowd.talk(rate, ms, (room) => rooms[room]?.size ?? 0);
  print([...(await measureBare(rooms, talk)), ...(await measureParley(rooms, talk))], json);
}

/** Processor time around some talk: of the process, and of the core of clients, Postgres and Redis. */
async function measured(pid: number, crowd: Crowd, talk: Talk) {
  crowd.clear();
  const read = () => [performance.now(), cpuMs(pid), coreBusyMs(OTHER_CORE)] as const;
  const [at, cpu, other] = read();
  await talk(crowd);
  const [atEnd, cpuAtEnd, otherAtEnd] = read();
  const percent = (used: number) => ((100 * used) / (atEnd - at)).toFixed(0);
  return {
    lost: crowd.lost,
    "CPU, %": percent(cpuAtEnd - cpu),
    "other core": percent(otherAtEnd - other),
  };
}

async function measureBare(rooms: PlannedRoom[], talk: Talk): Promise<Row[]> {
  const port = await freePort();
  const memory = new HeldMemory();
  const settings = { PORT: String(port), HOST: "127.0.0.1", ...memory.settings };
  const running = await start(["bench/rooms/bare-ws.ts"], port, "/", settings);
  const crowd = new Crowd();
  const sockets: WebSocket[] = [];
  try {
    const idle = await memory.of(running.pid);
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
    const each = ((await memory.of(running.pid)) - idle) / people.length;
    const rest = await measured(running.pid, crowd, talk);
    return [{ ...row("bare ws (floor)", crowd, "socket", each), ...rest, "reconnect p95, ms": "" }];
  } finally {
    for (const socket of sockets) socket.terminate();
    await running.stop();
  }
}

const row = (subject: string, crowd: Crowd, kind: string, kb?: number): Row => ({
  subject,
  ...crowd.row(kind),
  "kB each": kb?.toFixed(0) ?? "",
});

async function measureParley(rooms: PlannedRoom[], talk: Talk): Promise<Row[]> {
  const services = await startServices();
  const model = await startModelProcess();
  await model.order({ text: VISION, firstDelayMs: MODEL_MS });
  const memory = new HeldMemory();
  const settings = { ...(await appLogin(services.databaseUrl)), REDIS_URL: services.redisUrl };
  const running = await startParley(model.baseUrl, { ...settings, ...memory.settings });
  const { url, pid } = running;
  const crowd = new Crowd();
  const end = new AbortController();
  const sockets: OpenSocket[] = [];
  try {
    const seats = await seatAll(running, rooms);
    const [forSockets, forStreams] = [seats.filter((_, i) => i % 2 === 0), seats.filter((_, i) => i % 2)];
    const idle = await memory.of(pid);
    await inParallel(forSockets, AT_ONCE, async (placed) => {
      sockets.push(await openMember(url, placed, crowd));
    });
    const withSockets = await memory.of(pid);
    await inParallel(forStreams, AT_ONCE, (placed) => openStream(url, placed, crowd, end.signal));
    const withAll = await memory.of(pid);
    const kb = [(withSockets - idle) / forSockets.length, (withAll - withSockets) / forStreams.length];
    const both = (name: string, rest: Row, again: string, [ofSocket, ofStream]: number[] = []) => [
      { ...row(`${name}, sockets`, crowd, "socket", ofSocket), ...rest, "reconnect p95, ms": again },
      { ...row(`${name}, streams`, crowd, "stream", ofStream), ...rest, "reconnect p95, ms": "" },
    ];
    const quiet = await measured(pid, crowd, talk);
    const rows = both("Parley", quiet, await reconnect(url, sockets.slice(0, RECONNECTING)), kb);
    const uploads = keepUploading(running);
    const busy = await measured(pid, crowd, talk);
    const analyzed = await uploads.stop();
    return [...rows, ...both(`while ${analyzed} photos are analyzed`, busy, "")];
  } finally {
    end.abort();
    for (const { socket } of sockets) socket.terminate();
    await running.stop();
    await model.stop();
    await services.stop();
  }
}
