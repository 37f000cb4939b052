import { and, eq, isNull, sql } from "drizzle-orm";
import { chatbots, roomMessages, roomParticipants, rooms } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type RoomRow = typeof rooms.$inferSelect;

const one = (ctx: Context, roomId: Id<"rom">) => and(eq(rooms.tenantId, ctx.tenantId), eq(rooms.id, roomId));

export async function insertRoom(
  tx: Context,
  room: Pick<RoomRow, "id" | "code" | "title" | "chatbotId" | "settings" | "passwordHash"> &
    Partial<Pick<RoomRow, "state" | "expiresAt">>,
): Promise<RoomRow> {
  const [row] = await tx.db
    .insert(rooms)
    .values({ tenantId: tx.tenantId, ...room })
    .returning();
  return row as RoomRow;
}

export async function findRoom(ctx: Context, roomId: Id<"rom">): Promise<RoomRow | null> {
  const [row] = await ctx.db.select().from(rooms).where(one(ctx, roomId));
  return row ?? null;
}

/** Locks a room's row, so that events are written in commit order. */
export async function lockRoom(tx: Context, roomId: Id<"rom">): Promise<{ room: RoomRow; at: Date } | null> {
  const [room] = await tx.db.select().from(rooms).where(one(tx, roomId)).for("no key update");
  if (!room) return null;
  // A separate statement, because it must read the time after the wait for the lock.
  const rows = await tx.db.execute(sql`select clock_timestamp() as at`);
  const [clock] = rows as unknown as { at: string }[];
  return { room, at: clock ? new Date(clock.at) : tx.now() };
}

/** Stores what changed in a locked room. */
export async function saveRoom(tx: Context, room: RoomRow): Promise<void> {
  const { title, state, settings, passwordHash, chatbotId, lastOffset, expiresAt } = room;
  const { recapOffset, recapUntil, recapAt } = room;
  const { answeredOffset, askedOffset, askedAt, coverId, coverBytes, pinnedId, pinnedBy } = room;
  await tx.db
    .update(rooms)
    .set({
      title,
      state,
      settings,
      passwordHash,
      chatbotId,
      lastOffset,
      expiresAt,
      answeredOffset,
      askedOffset,
      askedAt,
      recapOffset,
      recapUntil,
      recapAt,
      coverId,
      coverBytes,
      pinnedId,
      pinnedBy,
    })
    .where(one(tx, room.id));
}

export async function deleteRoomRow(tx: Context, roomId: Id<"rom">): Promise<void> {
  await tx.db.delete(rooms).where(one(tx, roomId));
}

/** What is not in the room's row: its chatbot's names, how many people are in it, and its pinned message. */
export async function describeRoom(ctx: Context, room: Pick<RoomRow, "id" | "chatbotId">) {
  const people = ctx.db.$count(
    roomParticipants,
    and(
      eq(roomParticipants.tenantId, ctx.tenantId),
      eq(roomParticipants.roomId, room.id),
      isNull(roomParticipants.departure),
      sql`${roomParticipants.role} <> 'bot'`,
    ),
  );
  const sameRoom = (table: typeof roomMessages | typeof roomParticipants) =>
    and(eq(table.tenantId, rooms.tenantId), eq(table.roomId, rooms.id));
  const [row] = await ctx.db
    .select({
      people,
      handle: chatbots.handle,
      name: chatbots.name,
      pinnedId: roomMessages.id,
      content: roomMessages.content,
      username: roomParticipants.name,
    })
    .from(rooms)
    .leftJoin(chatbots, and(eq(chatbots.tenantId, rooms.tenantId), eq(chatbots.id, rooms.chatbotId)))
    .leftJoin(
      roomMessages,
      and(sameRoom(roomMessages), eq(roomMessages.id, rooms.pinnedId), isNull(roomMessages.deletedAt)),
    )
    .leftJoin(
      roomParticipants,
      and(sameRoom(roomParticipants), eq(roomParticipants.id, roomMessages.participantId)),
    )
    .where(one(ctx, room.id));
  const { handle, name, pinnedId, content, username } = row ?? {};
  return {
    people: Number(row?.people ?? 0),
    chatbot: handle && name ? { handle, name } : null,
    pinned: pinnedId ? { message_id: pinnedId, content: content ?? "", username: username ?? "" } : null,
  };
}
