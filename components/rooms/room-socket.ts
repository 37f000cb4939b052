import { SOCKET_PROTOCOL, type WireFrame } from "#lib/rooms/wire.ts";

type Opening = {
  url: string;
  cursor: string | null;
  getTicket: (signal: AbortSignal) => Promise<{ ticket: string }>;
  /** Called whenever data arrives. */
  onData: () => void;
  signal: AbortSignal;
};

/**
 * Opens a socket to a room.
 * @returns its frames until it closes or `signal` aborts
 * @throws if the socket cannot be opened
 */
export async function openRoomSocket({
  url,
  cursor,
  getTicket,
  onData,
  signal,
}: Opening): Promise<AsyncIterable<WireFrame>> {
  const { ticket } = await getTicket(signal);
  signal.throwIfAborted();
  const socket = new WebSocket(url, SOCKET_PROTOCOL);
  const waiting: WireFrame[] = [];
  let isOver = false;
  let wake = () => {};
  const end = () => {
    isOver = true;
    socket.close();
    wake();
  };
  signal.addEventListener("abort", end);
  socket.onclose = end;
  socket.onmessage = ({ data }) => {
    onData();
    waiting.push(JSON.parse(data) as WireFrame);
    wake();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
    // Not every refused connection has an error before its end.
    socket.addEventListener("close", reject);
  });
  onData();
  socket.send(JSON.stringify({ type: "hello", ticket, cursor }));
  return (async function* () {
    try {
      while (!signal.aborted) {
        const frame = waiting.shift();
        if (frame) yield frame;
        else if (isOver) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      signal.removeEventListener("abort", end);
      socket.close();
    }
  })();
}

/** @param origin of the server, or `same` for that of the page */
export function roomSocketUrl(origin: string, code: string): string {
  const base = origin === "same" ? location.origin.replace(/^http/, "ws") : origin;
  return `${base}/ws/chat/${encodeURIComponent(code)}/`;
}
