import { and, desc, eq, gt, isNull, lt, max, or, sql } from "drizzle-orm";
import { chatbots, roomMessages, roomParticipants, rooms } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

/** A workspace's rooms that have not expired, newest first, with counts of people and messages. */
export async function listRoomRows(ctx: Context, before: Id<"rom"> | null, limit: number) {
  const people = ctx.db.$count(
    roomParticipants,
    and(
      eq(roomParticipants.tenantId, rooms.tenantId),
      eq(roomParticipants.roomId, rooms.id),
      isNull(roomParticipants.departure),
      sql`${roomParticipants.role} <> 'bot'`,
    ),
  );
  const own = and(eq(roomMessages.tenantId, rooms.tenantId), eq(roomMessages.roomId, rooms.id));
  const last = ctx.db
    .select({ at: max(roomMessages.createdAt) })
    .from(roomMessages)
    .where(own);
  return ctx.db
    .select({
      id: rooms.id,
      code: rooms.code,
      title: rooms.title,
      state: rooms.state,
      createdAt: rooms.createdAt,
      chatbot: chatbots.name,
      people,
      messages: ctx.db.$count(roomMessages, own),
      lastMessageAt: sql<string | null>`(${last})`,
    })
    .from(rooms)
    .leftJoin(chatbots, and(eq(chatbots.tenantId, rooms.tenantId), eq(chatbots.id, rooms.chatbotId)))
    .where(
      and(
        eq(rooms.tenantId, ctx.tenantId),
        or(isNull(rooms.expiresAt), gt(rooms.expiresAt, ctx.now())),
        before ? lt(rooms.id, before) : undefined,
      ),
    )
    .orderBy(desc(rooms.id))
    .limit(limit);
}
