import { afterAll, beforeAll, expect, it } from "vitest";
import { openRoomSocket } from "#components/rooms/room-socket.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { makeRoom, type RoomClient } from "#testing/rooms/room-client.ts";
import { ticketFor } from "#testing/rooms/socket-client.ts";
import { type SocketServer, startSocketServer } from "#testing/rooms/socket-server.ts";

let server: SocketServer;
let room: RoomClient;

beforeAll(async () => {
  server = await startSocketServer();
  ({ room } = await makeRoom());
});
afterAll(() => server.close());

/** Opens a socket with the page's code. Node's WebSocket has the interface of browsers. */
function open(signal: AbortSignal, cursor: string | null = null, onData = () => {}) {
  const getTicket = async () => ({ ticket: await ticketFor(room, room.host.token) });
  return openRoomSocket({ url: server.urlOf(room.code), cursor, getTicket, onData, signal });
}

async function until(frames: AsyncIterator<WireFrame>, isIt: (frame: WireFrame) => boolean) {
  for (;;) {
    const { value, done } = await frames.next();
    if (done) throw new Error("It ended.");
    if (isIt(value)) return value;
  }
}

it("reads a room as the page does, resumes, and ends when the page leaves", async () => {
  const leaving = new AbortController();
  let heard = 0;
  const frames = (await open(leaving.signal, null, () => (heard += 1)))[Symbol.asyncIterator]();
  const welcome = await until(frames, ({ type }) => type === "welcome");
  expect(welcome).toHaveProperty("snapshot");
  await room.post(room.host.token, "hello");
  const event = await until(frames, ({ type }) => type === "event");
  expect(event).toMatchObject({ message: { content: "hello" } });
  expect(heard).toBeGreaterThanOrEqual(3);
  leaving.abort();
  expect((await frames.next()).done).toBe(true);
  await room.post(room.host.token, "missed");
  const { signal } = new AbortController();
  const again = (await open(signal, "cursor" in event ? event.cursor : null))[Symbol.asyncIterator]();
  expect(await until(again, ({ type }) => type === "event")).toMatchObject({
    message: { content: "missed" },
  });
  await room.call("DELETE", "", { token: room.host.token });
  expect(await until(again, ({ type }) => type === "bye")).toMatchObject({ code: "deleted" });
  expect((await again.next()).done).toBe(true);
});

it("fails where no socket can be had", async () => {
  const { signal } = new AbortController();
  const getTicket = async () => ({ ticket: "" });
  const url = `ws://${server.host}/elsewhere`;
  await expect(
    openRoomSocket({ url, cursor: null, getTicket, onData: () => {}, signal }),
  ).rejects.toBeDefined();
});
