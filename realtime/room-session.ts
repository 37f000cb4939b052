import type { RawData, WebSocket } from "ws";
import { publicError } from "#app/_server/http/respond.ts";
import { admitByTicket } from "#lib/auth/admission/admit-by-ticket.ts";
import type { RoomAdmission } from "#lib/auth/admission/admit-to-room.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { socketHello } from "#lib/rooms/commands.ts";
import { followRoom } from "#lib/rooms/live/follow-room.ts";
import { frameBytes } from "#lib/rooms/live/frame-bytes.ts";
import type { WireBye, WireReply } from "#lib/rooms/wire.ts";
import { closeCodes } from "./close-codes.ts";
import { frameRate } from "./frame-rate.ts";
import { nackOf, runCommand } from "./run-command.ts";
import { sessions } from "./sessions.ts";
import type { SocketPlace } from "./socket-places.ts";

const HELLO_MS = 5_000;
/** Above this the next frame waits until the socket has sent the others. */
const HIGH_WATER_BYTES = 64_000;
/** Commands of one socket that may wait for those before them. */
const MAX_PENDING = 50;
const TEXT = { binary: false };

export type Caller = {
  /** The room's code, normalized. */
  code: string;
  requestId: string;
  address: string;
  /** For the log. */
  client: string;
};

type Phase = { kind: "new" } | { kind: "admitting" } | ({ kind: "open" } & RoomAdmission) | { kind: "over" };

/** One socket: waits for a ticket, then sends the room's frames and carries out commands in order. */
export class RoomSession {
  readonly #socket: WebSocket;
  readonly #caller: Caller;
  readonly #place: SocketPlace;
  readonly #left = new AbortController();
  readonly #rate = frameRate(() => performance.now());
  readonly #hello: NodeJS.Timeout;
  readonly #opened = performance.now();
  #phase: Phase = { kind: "new" };
  #commands: Promise<void> = Promise.resolve();
  #pending = 0;
  #isQuiet = false;
  #isAlive = true;

  constructor(socket: WebSocket, caller: Caller, place: SocketPlace) {
    this.#socket = socket;
    this.#caller = caller;
    this.#place = place;
    this.#hello = setTimeout(() => this.end({ type: "bye", code: "unauthorized" }), HELLO_MS);
    sessions().add(this);
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("pong", () => {
      this.#isAlive = true;
    });
    // Broken frames and resets; `close` follows.
    socket.on("error", () => undefined);
    socket.on("close", (code) => this.#leave(code));
  }

  /** Shows a quiet client that the connection is alive. */
  beat(): void {
    if (this.#isQuiet && this.#phase.kind === "open") this.#reply({ type: "heartbeat" });
    this.#isQuiet = true;
  }

  /** Ends the connection if the client has not responded to the last ping. */
  ping(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }

  /** Sends the reason and closes the socket. */
  end(bye: WireBye): void {
    if (this.#phase.kind === "over") return;
    this.#phase = { kind: "over" };
    this.#socket.send(frameBytes(bye), TEXT);
    this.#socket.close(closeCodes[bye.code], bye.code);
    this.#left.abort();
  }

  #leave(code: number): void {
    clearTimeout(this.#hello);
    sessions().delete(this);
    this.#phase = { kind: "over" };
    this.#left.abort();
    const { requestId, code: chat_code, client } = this.#caller;
    const duration = Math.round(performance.now() - this.#opened);
    log().info({ requestId, chat_code, client, code, duration }, "room socket closed");
  }

  #receive(data: RawData, isBinary: boolean): void {
    const phase = this.#phase;
    if (phase.kind === "over") return;
    const verdict = this.#rate();
    const frame = isBinary ? null : parse(data);
    if (verdict === "excessive") this.end({ type: "bye", code: "limited", retryAfter: 10 });
    else if (phase.kind === "new") void this.#admit(frame);
    else if (phase.kind === "admitting") this.#reply(nackOf(frame, notYet));
    else if (verdict === "refused" || this.#pending >= MAX_PENDING) this.#reply(nackOf(frame, tooMany));
    else this.#enqueue(phase, frame);
  }

  async #admit(frame: unknown): Promise<void> {
    clearTimeout(this.#hello);
    const hello = socketHello.safeParse(frame);
    if (!hello.success) return this.end({ type: "bye", code: "unauthorized" });
    this.#phase = { kind: "admitting" };
    try {
      const { ticket, cursor = null } = hello.data;
      const { code, requestId } = this.#caller;
      const admission = await admitByTicket(code, ticket, requestId);
      this.#place.admit(admission.ctx);
      await this.#follow(admission, cursor);
    } catch (error) {
      this.end(this.#byeFor(error));
    }
  }

  async #follow({ ctx, roomId }: RoomAdmission, cursor: string | null): Promise<void> {
    const { signal } = this.#left;
    const onSlow = () => this.end({ type: "bye", code: "slow", retryAfter: 1 });
    const frames = await followRoom(ctx, sealOperator(), roomId, { cursor, signal, onSlow });
    if (this.#isOver()) return;
    this.#phase = { kind: "open", ctx, roomId };
    for await (const frame of frames) {
      if (this.#isOver()) return;
      if (frame.type === "bye") return this.end(frame);
      this.#isQuiet = false;
      if (this.#socket.bufferedAmount < HIGH_WATER_BYTES) this.#socket.send(frameBytes(frame), TEXT);
      else await new Promise<void>((resolve) => this.#socket.send(frameBytes(frame), TEXT, () => resolve()));
    }
  }

  /** In order, because a message may depend on the one before it. */
  #enqueue(admission: RoomAdmission, frame: unknown): void {
    this.#pending += 1;
    this.#commands = this.#commands.then(async () => {
      if (!this.#isOver()) this.#reply(await runCommand(admission, this.#caller, frame));
      this.#pending -= 1;
    });
  }

  #reply(reply: WireReply): void {
    if (this.#isOver()) return;
    this.#isQuiet = false;
    this.#socket.send(JSON.stringify(reply));
  }

  #isOver(): boolean {
    return this.#phase.kind === "over";
  }

  #byeFor(error: unknown): WireBye {
    const known = publicError(error);
    switch (known?.code) {
      case "unauthorized":
        return { type: "bye", code: "unauthorized" };
      case "forbidden":
        return { type: "bye", code: departureOf(known.details) };
      case "not_found":
        return { type: "bye", code: "deleted" };
      case "limited":
        return { type: "bye", code: "limited", retryAfter: 10 };
      default: {
        const { requestId } = this.#caller;
        log().warn({ requestId, ...errorFields(error) }, "room socket failed");
        return { type: "bye", code: "unavailable", retryAfter: 2 };
      }
    }
  }
}

const notYet = new ParleyError("conflict", "Wait for the welcome first.");
const tooMany = new ParleyError("limited", "Too many frames at once. Wait a moment.", { retryAfter: 1 });

function departureOf(details: unknown): "banned" | "refused" | "removed" {
  const { reason } = (details ?? {}) as { reason?: unknown };
  return reason === "banned" || reason === "refused" ? reason : "removed";
}

/** Null for what is not JSON, which no command matches. */
function parse(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
