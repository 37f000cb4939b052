import { and, desc, eq, lt } from "drizzle-orm";
import { payments, roomParticipants, rooms } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

/** A workspace's payments, newest first. Ids are in the order of their creation. Rooms may be gone. */
export async function listPaymentRows(ctx: Context, before: Id<"pay"> | null, limit: number) {
  return ctx.db
    .select({ payment: payments, code: rooms.code, title: rooms.title, payer: roomParticipants.name })
    .from(payments)
    .leftJoin(rooms, and(eq(rooms.tenantId, payments.tenantId), eq(rooms.id, payments.roomId)))
    .leftJoin(
      roomParticipants,
      and(
        eq(roomParticipants.tenantId, payments.tenantId),
        eq(roomParticipants.roomId, payments.roomId),
        eq(roomParticipants.id, payments.participantId),
      ),
    )
    .where(and(eq(payments.tenantId, ctx.tenantId), before ? lt(payments.id, before) : undefined))
    .orderBy(desc(payments.id))
    .limit(limit);
}
