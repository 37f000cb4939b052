import { connect } from "node:net";

/** An event stream stays open; what has arrived by then is the response. */
const PATIENCE_MS = 15_000;

export type RawAnswer = { status: number; head: string; body: string; isCut: boolean };

/** Sends one raw request. `status` 0: the server closed the connection without a response. */
export function sendBytes(port: number, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = "";
    let isCut = false;
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const timer = setTimeout(() => {
      isCut = true;
      socket.destroy();
    }, PATIENCE_MS);
    socket.on("data", (data) => {
      if (text.length < 200_000) text += data.toString("latin1");
      if (/^HTTP\/1\.1 200 [\s\S]*?content-type: text\/event-stream/i.test(text)) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      const [head = "", ...rest] = text.replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, "").split("\r\n\r\n");
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
      resolve({ status, head: head.toLowerCase(), body: rest.join("\r\n\r\n"), isCut });
    });
  });
}
