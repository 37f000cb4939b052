import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { recentDeliveries } from "#lib/core/recent-deliveries.ts";
import { shareNext } from "#lib/core/share-next.ts";
import { singleton } from "#lib/core/singleton.ts";
import { presentEvents } from "../order/present-events.ts";
import { readEvents } from "../queries/events.ts";
import { findRoom } from "../queries/rooms.ts";
import type { WireEvent, WireFrame, WireSnapshot } from "../wire.ts";
import { followAnswer } from "./follow-answer.ts";
import { processId } from "./process-id.ts";
import { type ReadRoom, readRoom, readSnapshot } from "./read-room.ts";
import { channelOfRoom, type RoomPublication } from "./room-channel.ts";
import type { RoomReader } from "./room-reader.ts";
import { spread } from "./spread.ts";

const LOG_PAGE = 200;
/** When messages between processes do not work, polling finds the events. */
const SUBSCRIBE_MS = 250;
/** Slower deliveries are logged. */
const SLOW_MS = 100;

/** The hubs of this process, by `tenant/room`. */
export const hubs = () => singleton("rooms.hubs", () => new Map<string, RoomHub>());

/**
 * A room in this process while it has readers here. Delivers each event once and in order: events missing
 * from a publication are read from the log, once for all readers.
 */
export class RoomHub {
  readonly roomId: Id<"rom">;
  /** Resolves when the hub is subscribed and knows its position. */
  readonly ready: Promise<void>;
  readonly #ctx: Context;
  readonly #readers = new Set<RoomReader>();
  readonly #answers = new Map<string, { text: string }>();
  readonly #left = new AbortController();
  /** Read for a new reader. Readers who come at once, as after a restart, share it. */
  readonly readRoom: () => Promise<ReadRoom>;
  readonly readSnapshot: () => Promise<WireSnapshot>;
  readonly #onPresence: () => void;
  #epoch = 0;
  #next = 0;
  /** The newest position that any publication has named. */
  #named = 0;
  #catchingUp = false;

  /** @param onPresence called when the readers in another process change */
  constructor(ctx: Context, roomId: Id<"rom">, onPresence: () => void) {
    this.#ctx = ctx;
    this.roomId = roomId;
    this.#onPresence = onPresence;
    this.readRoom = shareNext(() => readRoom(ctx, roomId));
    this.readSnapshot = shareNext(() => readSnapshot(ctx, roomId));
    this.ready = this.#open();
  }

  get tenantId(): Id<"ten"> {
    return this.#ctx.tenantId;
  }

  get readers(): ReadonlySet<RoomReader> {
    return this.#readers;
  }

  add(reader: RoomReader): void {
    this.#readers.add(reader);
    for (const [message_id, { text }] of this.#answers)
      if (text) reader.push({ type: "delta", message_id, text });
  }

  remove(reader: RoomReader): void {
    this.#readers.delete(reader);
  }

  send(frame: WireFrame): void {
    for (const reader of this.#readers) reader.push(frame);
  }

  /** Ends all connections. */
  end(code: "deleted" | "expired" | "draining"): void {
    for (const reader of this.#readers)
      reader.end(code === "draining" ? { type: "bye", code, retryAfter: spread() } : { type: "bye", code });
  }

  close(): void {
    this.#left.abort();
  }

  receive(publication: RoomPublication): void {
    if (publication === "deleted" || publication === "expired") {
      this.end(publication);
      return;
    }
    if (publication === "presence changed") {
      this.#onPresence();
      return;
    }
    if ("frame" in publication) {
      if (publication.from !== processId()) this.send(publication.frame);
      return;
    }
    const { epoch, offset, events } = publication;
    // Readers of the old epoch cannot continue at positions of a new one.
    if (this.#epoch > 0 && epoch !== this.#epoch) {
      this.end("draining");
      return;
    }
    this.#named = Math.max(this.#named, offset);
    for (const event of events) this.#deliver(event);
    if (this.#next <= this.#named) void this.#catchUp();
  }

  #deliver(event: WireEvent): void {
    if (event.offset !== this.#next) return;
    this.#next += 1;
    this.send(event);
    this.#observe(event);
    if (event.kind === "message" && event.message.answer?.state === "running") this.follow(event.message.id);
    if (event.kind === "answer") this.#answers.delete(event.message.id);
  }

  /** Compares the database's clock with this process's. */
  #observe(event: WireEvent): void {
    const latency = Math.max(0, Date.now() - Date.parse(event.created_at));
    metrics().realtimeDelivery.observe(latency / 1_000);
    recentDeliveries().add(latency, Date.now());
    if (latency <= SLOW_MS || !("message" in event)) return;
    const { id, chat_code } = event.message;
    log().info({ tenantId: this.tenantId, chat_code, message_id: id, latency }, "slow delivery");
  }

  /** Sends readers the text of an answer while it is generated. */
  follow(messageId: string): void {
    if (this.#answers.has(messageId)) return;
    const answer = { text: "" };
    this.#answers.set(messageId, answer);
    const onText = (text: string) => {
      answer.text = text;
      if (this.#answers.get(messageId) === answer) this.send({ type: "delta", message_id: messageId, text });
    };
    followAnswer(this.#ctx, this.roomId, messageId, onText, this.#left.signal).catch((error: unknown) =>
      this.#warn(error, "following an answer failed"),
    );
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      while (this.#next <= this.#named) {
        const from = this.#next;
        const [room, stored] = await Promise.all([
          findRoom(this.#ctx, this.roomId),
          readEvents(this.#ctx, this.roomId, this.#epoch, from - 1, LOG_PAGE),
        ]);
        const last = stored.at(-1);
        if (!room || !last) break;
        for (const event of await presentEvents(this.#ctx, room, stored)) this.#deliver(event);
        this.#next = Math.max(this.#next, last.offset + 1);
      }
    } catch (error) {
      // The next poll of positions tries again.
      this.#warn(error, "reading a room's log failed");
    } finally {
      this.#catchingUp = false;
    }
  }

  async #open(): Promise<void> {
    await Promise.race([this.#subscribe(), sleep(SUBSCRIBE_MS, undefined, { ref: false })]);
    const room = await findRoom(this.#ctx, this.roomId);
    this.#next = (room?.lastOffset ?? 0) + 1;
    this.#epoch = room?.epoch ?? 0;
    // Events may have been published while the position was read.
    if (this.#next <= this.#named) void this.#catchUp();
  }

  async #subscribe(): Promise<void> {
    try {
      const unsubscribe = await kv().subscribe(channelOfRoom(this.roomId), (text) => this.#read(text));
      const stop = () =>
        void unsubscribe().catch((error: unknown) => this.#warn(error, "unsubscribing failed"));
      if (this.#left.signal.aborted) stop();
      else this.#left.signal.addEventListener("abort", stop);
    } catch (error) {
      this.#warn(error, "subscribing to a room failed");
    }
  }

  #read(text: string): void {
    try {
      this.receive(JSON.parse(text) as RoomPublication);
    } catch (error) {
      this.#warn(error, "malformed room publication");
    }
  }

  #warn(error: unknown, message: string): void {
    log().warn({ tenantId: this.tenantId, ...errorFields(error) }, message);
  }
}
