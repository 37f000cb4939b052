import { WebSocket } from "ws";
import { SOCKET_PROTOCOL, type WireParticipant, type WireRoom } from "#lib/rooms/wire.ts";

/** A server may be starting on a busy machine. */
const PATIENCE_MS = 15_000;

export type Seat = { code: string; token: string };

/** Calls a room's API at a server. @throws if it does not answer or refuses */
async function callRoom<T>(
  url: string,
  { code, token }: Partial<Seat>,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${url}/api/chats/${code}/${path}`, {
    method: body ? "POST" : "GET",
    headers: { ...(token && { authorization: `Bearer ${token}` }), "content-type": "application/json" },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export async function ticketAt(url: string, seat: Seat): Promise<string> {
  return (await callRoom<{ ticket: string }>(url, seat, "ticket", {})).ticket;
}

/** Opens a socket with a ticket and sends its `hello`. `at`: where sockets are, if not where pages are. */
export async function openSocket(
  url: string,
  seat: Seat,
  cursor: string | null,
  at = url,
): Promise<WebSocket> {
  const ticket = await ticketAt(url, seat);
  const address = `${at.replace(/^http/, "ws")}/ws/chat/${seat.code}/`;
  const socket = new WebSocket(address, SOCKET_PROTOCOL, { handshakeTimeout: 5_000 });
  socket.on("error", () => undefined);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("close", reject));
  socket.send(JSON.stringify({ type: "hello", ticket, cursor }));
  return socket;
}

/** Creates a room without a chatbot, with an API key. @returns its host's seat */
export async function createRoomAt(url: string, apiKey: string | undefined): Promise<Seat> {
  const response = await fetch(`${url}/api/chats/create`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ title: "Crowd", name: "Hana", bot_manner: "off" }),
  });
  if (!response.ok) throw new Error(`create: ${response.status} ${await response.text()}`);
  const { code, token } = (await response.json()) as Seat;
  return { code, token };
}

export type Guest = Seat & { participant: WireParticipant; room: WireRoom };

export async function joinRoomAt(url: string, code: string, name: string): Promise<Guest> {
  const joined = await callRoom<Omit<Guest, "code">>(url, { code }, "join", { name });
  return { ...joined, code };
}
