import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import { createRoomAt, joinRoomAt, openSocket, type Seat } from "#testing/rooms/room-calls.ts";
import { percentile } from "../table.ts";
import { type Crowd, firstFrame, inParallel, type Member } from "./crowd.ts";
import type { PlannedRoom } from "./room-plan.ts";

export const AT_ONCE = 20;
const CURSOR = /"cursor":"(\d+\.\d+)"/;

export type Placed = { seat: Seat; room: number };
/** `newest`: the frame from which a reconnecting client knows its position. */
export type OpenSocket = Placed & { socket: WebSocket; newest: string; onMessage: (data: unknown) => void };
type Place = { url: string; apiKey: string };

/** Creates the rooms, and everyone joins. */
export async function seatAll({ url, apiKey }: Place, rooms: PlannedRoom[]): Promise<Placed[]> {
  const seats: Placed[] = [];
  await inParallel([...rooms.keys()], AT_ONCE, async (room) => {
    const host = await createRoomAt(url, apiKey);
    const count = rooms[room]?.people ?? 0;
    // The host is one of them.
    for (let index = 0; index < count; index += 1)
      seats.push({ seat: index === 0 ? host : await joinRoomAt(url, host.code, `Person ${index}x`), room });
  });
  return seats;
}

/** Opens a socket as a member. `at`: where sockets are, if not where pages are. */
export async function openMember(url: string, placed: Placed, crowd: Crowd, at = url): Promise<OpenSocket> {
  const socket = await openSocket(url, placed.seat, null, at);
  const newest = await firstFrame(socket, "welcome");
  let number = 0;
  const send = (content: string) => {
    number += 1;
    opened.socket.send(JSON.stringify({ type: "send", id: `b${number}`, content }));
  };
  const member: Member = { room: placed.room, kind: "socket", send };
  const onMessage = (data: unknown) => {
    const frame = String(data);
    if (frame.startsWith('{"type":"event"')) opened.newest = frame;
    crowd.receive(member, frame);
  };
  const opened: OpenSocket = { ...placed, socket, newest, onMessage };
  crowd.members.push(member);
  socket.on("message", onMessage);
  return opened;
}

/** Resolves at the welcome and reads on. */
export async function openStream(
  url: string,
  { seat: { code, token }, room }: Placed,
  crowd: Crowd,
  signal: AbortSignal,
): Promise<void> {
  const member: Member = { room, kind: "stream" };
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

/**
 * Cuts sockets and opens them again, all at once, each from its position like the page does.
 * @returns the 95th percentile until the welcome, in ms
 */
export async function reconnect(url: string, sockets: OpenSocket[]): Promise<string> {
  for (const { socket } of sockets) socket.terminate();
  const took = await Promise.all(
    sockets.map(async (one) => {
      const from = performance.now();
      one.socket = await openSocket(url, one.seat, CURSOR.exec(one.newest)?.[1] ?? null);
      await firstFrame(one.socket, "welcome");
      one.socket.on("message", one.onMessage);
      return performance.now() - from;
    }),
  );
  return percentile(took, 0.95).toFixed(0);
}
