import { and, asc, eq, isNull } from "drizzle-orm";
import { roomHeldMessages, roomParticipants } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type HeldRow = typeof roomHeldMessages.$inferSelect;
export type ShownHeld = Awaited<ReturnType<typeof listHeld>>[number];

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomHeldMessages.tenantId, ctx.tenantId), eq(roomHeldMessages.roomId, roomId));

export async function insertHeld(
  tx: Context,
  roomId: Id<"rom">,
  message: Omit<HeldRow, "tenantId" | "roomId" | "refusedAt">,
): Promise<void> {
  await tx.db.insert(roomHeldMessages).values({ tenantId: tx.tenantId, roomId, ...message });
}

export async function findHeld(ctx: Context, roomId: Id<"rom">, id: Id<"rmg">): Promise<HeldRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomHeldMessages)
    .where(and(inRoom(ctx, roomId), eq(roomHeldMessages.id, id)));
  return row ?? null;
}

/** Finds the message that was held earlier under the same client id. */
export async function findHeldByClientId(
  tx: Context,
  roomId: Id<"rom">,
  participantId: Id<"par">,
  clientMessageId: string,
): Promise<HeldRow | null> {
  const [row] = await tx.db
    .select()
    .from(roomHeldMessages)
    .where(
      and(
        inRoom(tx, roomId),
        eq(roomHeldMessages.participantId, participantId),
        eq(roomHeldMessages.clientMessageId, clientMessageId),
      ),
    );
  return row ?? null;
}

export async function countHeldOf(tx: Context, roomId: Id<"rom">, participantId: Id<"par">): Promise<number> {
  return tx.db.$count(
    roomHeldMessages,
    and(inRoom(tx, roomId), eq(roomHeldMessages.participantId, participantId)),
  );
}

/** Lists one author's held messages, refused ones included, or everybody's that wait; oldest first. */
export async function listHeld(ctx: Context, roomId: Id<"rom">, authorId: Id<"par"> | null, limit: number) {
  return ctx.db
    .select({ message: roomHeldMessages, author: roomParticipants })
    .from(roomHeldMessages)
    .innerJoin(
      roomParticipants,
      and(
        eq(roomParticipants.tenantId, roomHeldMessages.tenantId),
        eq(roomParticipants.roomId, roomHeldMessages.roomId),
        eq(roomParticipants.id, roomHeldMessages.participantId),
      ),
    )
    .where(
      and(
        inRoom(ctx, roomId),
        authorId ? eq(roomHeldMessages.participantId, authorId) : isNull(roomHeldMessages.refusedAt),
      ),
    )
    .orderBy(asc(roomHeldMessages.id))
    .limit(limit);
}

export async function setHeldRefused(
  tx: Context,
  { roomId, id }: Pick<HeldRow, "roomId" | "id">,
  refusedAt: Date | null,
): Promise<void> {
  await tx.db
    .update(roomHeldMessages)
    .set({ refusedAt })
    .where(and(inRoom(tx, roomId), eq(roomHeldMessages.id, id)));
}

export async function deleteHeld(tx: Context, { roomId, id }: Pick<HeldRow, "roomId" | "id">): Promise<void> {
  await tx.db.delete(roomHeldMessages).where(and(inRoom(tx, roomId), eq(roomHeldMessages.id, id)));
}

export async function deleteHeldOf(tx: Context, roomId: Id<"rom">, participantId: Id<"par">): Promise<void> {
  await tx.db
    .delete(roomHeldMessages)
    .where(and(inRoom(tx, roomId), eq(roomHeldMessages.participantId, participantId)));
}
