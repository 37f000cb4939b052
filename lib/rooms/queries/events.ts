import { and, asc, eq, gt, lt, lte, or } from "drizzle-orm";
import { roomEvents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { RoomEvent, StoredEvent } from "../order/room-event.ts";

export async function insertEvents(
  tx: Context,
  { id: roomId, epoch }: { id: Id<"rom">; epoch: number },
  events: StoredEvent[],
): Promise<void> {
  const rows = events.map(({ offset, kind, createdAt, ...payload }) => ({
    tenantId: tx.tenantId,
    roomId,
    epoch,
    offset,
    kind,
    payload,
    createdAt,
  }));
  await tx.db.insert(roomEvents).values(rows);
}

/** Reads a room's log after a position. */
export async function readEvents(
  ctx: Context,
  roomId: Id<"rom">,
  epoch: number,
  after: number,
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await ctx.db
    .select()
    .from(roomEvents)
    .where(
      and(
        eq(roomEvents.tenantId, ctx.tenantId),
        eq(roomEvents.roomId, roomId),
        eq(roomEvents.epoch, epoch),
        gt(roomEvents.offset, after),
      ),
    )
    .orderBy(asc(roomEvents.offset))
    .limit(limit);
  return rows.map(({ offset, kind, payload, createdAt }) => ({
    ...({ kind, ...payload } as RoomEvent),
    offset,
    createdAt,
  }));
}

/** Deletes a room's events up to a position, and those of earlier epochs. @returns their number */
export async function deleteEventsBefore(
  ctx: Context,
  roomId: Id<"rom">,
  { epoch, offset }: { epoch: number; offset: number },
): Promise<number> {
  const rows = await ctx.db
    .delete(roomEvents)
    .where(
      and(
        eq(roomEvents.tenantId, ctx.tenantId),
        eq(roomEvents.roomId, roomId),
        or(lt(roomEvents.epoch, epoch), and(eq(roomEvents.epoch, epoch), lte(roomEvents.offset, offset))),
      ),
    )
    .returning({ offset: roomEvents.offset });
  return rows.length;
}
