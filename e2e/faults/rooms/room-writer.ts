import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { WireMessage, WireReply } from "#lib/rooms/wire.ts";
import { openSocket, type Seat } from "#testing/rooms/room-calls.ts";
import type { Said } from "./room-journal.ts";
import type { RoomDoors } from "./room-reader.ts";

const ANSWER_WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 300;
/** A message that was not acknowledged by then is given up: the checker finds it. */
const PATIENCE_MS = 90_000;

/** Posts one text under an id. @returns its position @throws with the reason, to be tried again */
export type Post = (id: string, text: string) => Promise<number>;

export function postOverHttp({ code, token }: Seat, doors: RoomDoors): Post {
  return async (id, text) => {
    const response = await fetch(`${doors.page()}/api/chats/${code}/messages/`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ id, content: text }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.status !== 201) throw new Error(String(response.status));
    return ((await response.json()) as WireMessage).offset;
  };
}

/** Keeps a socket open and opens another when it ends. */
export function postOverSocket(seat: Seat, doors: RoomDoors, signal: AbortSignal): Post {
  let socket: WebSocket | null = null;
  signal.addEventListener("abort", () => socket?.terminate());
  return async (id, text) => {
    if (socket?.readyState !== 1) {
      socket = await openSocket(doors.page(), seat, null, doors.socket());
      await reply(socket, (frame) => (frame.type === "welcome" ? 0 : null));
    }
    const answered = reply(socket, (frame) => {
      if (frame.type === "nack" && frame.id === id) throw new Error(frame.code);
      return frame.type === "ack" && frame.id === id ? (frame.offset ?? -1) : null;
    });
    socket.send(JSON.stringify({ type: "send", id, content: text }));
    return answered;
  };
}

/** Waits for a frame that `read` has an answer to. A socket that ends or is silent is given up. */
function reply(
  socket: WebSocket,
  read: (frame: WireReply | { type: "welcome" }) => number | null,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (error: Error) => {
      over();
      socket.terminate();
      reject(error);
    };
    const timer = setTimeout(() => end(new Error("silent")), ANSWER_WITHIN_MS);
    const onClose = (code: number) => end(new Error(`closed ${code}`));
    const onMessage = (data: unknown) => {
      try {
        const offset = read(JSON.parse(String(data)) as WireReply);
        if (offset === null) return;
        over();
        resolve(offset);
      } catch (error) {
        over();
        reject(error as Error);
      }
    };
    const over = () => {
      clearTimeout(timer);
      socket.off("message", onMessage).off("close", onClose);
    };
    socket.on("message", onMessage).on("close", onClose);
  });
}

/** Sends a text until it is acknowledged, as the page does. `isTwice`: and then once more, under its id. */
export async function say(said: Said, post: Post, isTwice: boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  const attempt = async () => {
    while (performance.now() < until) {
      try {
        return await post(said.id, said.text);
      } catch (error) {
        const { name, message } = error as Error;
        said.refusals.push(name === "Error" ? message : name);
        await sleep(AGAIN_AFTER_MS);
      }
    }
    return null;
  };
  const offset = await attempt();
  if (offset === null) return;
  said.acknowledged = { offset, at: performance.now() };
  if (isTwice) said.againAt = await attempt();
}
