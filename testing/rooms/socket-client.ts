import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import type { WireTicket } from "#lib/rooms/live/issue-ticket.ts";
import { SOCKET_PROTOCOL, type WireFrame, type WireReply } from "#lib/rooms/wire.ts";
import type { RoomClient } from "./room-client.ts";

export type SocketFrame = WireFrame | WireReply;
type Of<T extends SocketFrame["type"]> = Extract<SocketFrame, { type: T }>;

type Options = { origin?: string; headers?: Record<string, string>; protocol?: string };

/** A socket to a room that keeps everything received and can wait for more. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly frames: SocketFrame[] = [];
  readonly opened: Promise<void>;
  /** The code and reason of the end. Never rejects. */
  readonly closed: Promise<{ code: number; reason: string }>;
  #arrived: (() => void)[] = [];

  constructor(url: string, { protocol = SOCKET_PROTOCOL, ...options }: Options = {}) {
    this.socket = new WebSocket(url, protocol, options);
    this.opened = new Promise((resolve, reject) => {
      this.socket.once("open", resolve);
      this.socket.once("unexpected-response", (_, response) =>
        reject(new Error(String(response.statusCode))),
      );
      this.socket.on("error", reject);
    });
    this.opened.catch(() => undefined);
    this.closed = new Promise((resolve) =>
      this.socket.once("close", (code, reason) => resolve({ code, reason: String(reason) })),
    );
    this.socket.on("message", (data) => {
      this.frames.push(JSON.parse(String(data)) as SocketFrame);
      this.#wake();
    });
    void this.closed.then(() => this.#wake());
  }

  #wake(): void {
    for (const wake of this.#arrived.splice(0)) wake();
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Sends a command and waits for its `ack` or `nack`. */
  async ask(frame: { type: string; id?: string; [field: string]: unknown }): Promise<Of<"ack"> | Of<"nack">> {
    const id = frame.id ?? randomUUID();
    const before = this.frames.length;
    this.send({ id, ...frame });
    return (await this.until(
      (one) =>
        this.frames.indexOf(one) >= before && (one.type === "ack" || one.type === "nack") && one.id === id,
    )) as Of<"ack"> | Of<"nack">;
  }

  events() {
    return this.frames.flatMap((frame) => (frame.type === "event" ? [frame] : []));
  }

  /** Waits for a frame. @throws if the socket ends before */
  async until(isIt: (frame: SocketFrame) => boolean): Promise<SocketFrame> {
    for (;;) {
      const found = this.frames.find(isIt);
      if (found) return found;
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error(`Closed. Received: ${this.frames.map(({ type }) => type).join(" ")}`);
      await new Promise<void>((resolve) => this.#arrived.push(resolve));
    }
  }

  async welcome(): Promise<Of<"welcome">> {
    return (await this.until(({ type }) => type === "welcome")) as Of<"welcome">;
  }

  /** Waits for the message with this text. */
  said(content: string): Promise<SocketFrame> {
    return this.until(
      (frame) => frame.type === "event" && frame.kind === "message" && frame.message.content === content,
    );
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

export async function ticketFor(room: RoomClient, token: string): Promise<string> {
  const { status, body } = await room.call<WireTicket>("POST", "ticket", { token });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body.ticket;
}
