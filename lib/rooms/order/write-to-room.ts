import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { answerInRoomJob } from "../bot/jobs.ts";
import { insertEvents } from "../queries/events.ts";
import { lockRoom, type RoomRow, saveRoom } from "../queries/rooms.ts";
import type { WireEvent } from "../wire.ts";
import { presentEvents } from "./present-events.ts";
import { publishEvents } from "./publish-events.ts";
import type { RoomEvent, StoredEvent } from "./room-event.ts";

/** A room whose row is locked, inside the transaction that writes to it. */
export type LockedRoom = {
  tx: Context;
  /** Fields that a command sets are stored in the same transaction. */
  room: RoomRow;
  /** The database's clock, after the lock was taken. */
  at: Date;
  /** Adds an event to the log. @returns its position */
  emit(event: RoomEvent): number;
  /** Enqueues the chatbot's answer to the open questions, due in this many milliseconds. */
  askBot(afterMs: number): void;
};

/**
 * Changes a room whose row is locked. It must check everything before it writes: a `ParleyError` rejects only
 * this command, so it must not leave anything written.
 */
export type RoomCommand<T> = (locked: LockedRoom) => Promise<T>;

/** `events`: what the command added to the log. */
export type Written<T> = { value: T; events: WireEvent[] };

type Waiting = {
  ctx: Context;
  command: RoomCommand<unknown>;
  resolve(written: Written<unknown>): void;
  reject(error: unknown): void;
};

const MAX_BATCH = 50;

const queues = () => singleton("rooms.writers", () => new Map<string, Waiting[]>());

/**
 * Runs a command under the room's lock and returns when it is committed. One transaction per room and process
 * is open at a time; commands that arrive meanwhile share the next one.
 */
export function writeToRoom<T>(
  ctx: Context,
  roomId: Id<"rom">,
  command: RoomCommand<T>,
): Promise<Written<T>> {
  return new Promise<Written<T>>((resolve, reject) => {
    const waiting = { ctx, command, resolve, reject } as Waiting;
    const key = `${ctx.tenantId}/${roomId}`;
    const queue = queues().get(key);
    if (queue) {
      queue.push(waiting);
      return;
    }
    queues().set(key, [waiting]);
    void drain(key, roomId);
  });
}

async function drain(key: string, roomId: Id<"rom">): Promise<void> {
  for (;;) {
    const queue = queues().get(key) ?? [];
    const batch = queue.splice(0, MAX_BATCH);
    if (batch.length === 0) break;
    await runBatch(roomId, batch);
  }
  queues().delete(key);
}

/** If a batch fails, each of its commands is tried alone, so that one cannot fail the others. */
async function runBatch(roomId: Id<"rom">, batch: Waiting[]): Promise<void> {
  try {
    const settle = await commit(roomId, batch);
    for (const one of settle) one();
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const one of batch) await runBatch(roomId, [one]);
  }
}

/** How far the chatbot is, which is stored without an event. */
function chatbotsPlace({ answeredOffset, recapOffset, recapUntil, recapAt }: RoomRow): string {
  return [answeredOffset, recapOffset, recapUntil, recapAt?.getTime()].join();
}

type Outcome = { waiting: Waiting; from: number; to: number } & ({ value: unknown } | { error: unknown });

async function commit(roomId: Id<"rom">, batch: Waiting[]): Promise<(() => void)[]> {
  const [first] = batch as [Waiting];
  const { outcomes, events, room } = await transactionWithJobs(
    first.ctx,
    [answerInRoomJob],
    async (tx, enqueue) => {
      const locked = await lockRoom(tx, roomId);
      if (!locked) throw notFound("room");
      const { room, at } = locked;
      const before = chatbotsPlace(room);
      const stored: StoredEvent[] = [];
      let askAfterMs = Number.POSITIVE_INFINITY;
      const change: LockedRoom = {
        tx,
        room,
        at,
        emit(event) {
          room.lastOffset += 1;
          stored.push({ ...event, offset: room.lastOffset, createdAt: at });
          return room.lastOffset;
        },
        askBot(afterMs) {
          askAfterMs = Math.min(askAfterMs, afterMs);
          room.askedOffset = room.lastOffset;
          room.askedAt = new Date(at.getTime() + afterMs);
        },
      };
      const outcomes: Outcome[] = [];
      for (const waiting of batch) {
        const from = stored.length;
        const outcome = await waiting.command(change).then(
          (value) => ({ value }),
          (error: unknown) => {
            if (error instanceof ParleyError && stored.length === from) return { error };
            throw error;
          },
        );
        outcomes.push({ waiting, from, to: stored.length, ...outcome });
      }
      if (stored.length === 0) {
        if (chatbotsPlace(room) !== before) await saveRoom(tx, room);
        return { outcomes, events: [], room };
      }
      await saveRoom(tx, room);
      await insertEvents(tx, room, stored);
      if (Number.isFinite(askAfterMs)) {
        const after = askAfterMs > 0 ? new Date(tx.now().getTime() + askAfterMs) : undefined;
        await enqueue(answerInRoomJob, { roomId }, { key: roomId, after });
      }
      return { outcomes, events: await presentEvents(tx, room, stored), room };
    },
  );
  publishEvents(first.ctx, room, events);
  return outcomes.map((outcome) => () => {
    const { waiting, from, to } = outcome;
    if ("error" in outcome) waiting.reject(outcome.error);
    else waiting.resolve({ value: outcome.value, events: events.slice(from, to) });
  });
}
