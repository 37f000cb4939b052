import { and, asc, eq, inArray } from "drizzle-orm";
import { roomReactions } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type ReactionRow = typeof roomReactions.$inferSelect;

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomReactions.tenantId, ctx.tenantId), eq(roomReactions.roomId, roomId));

type Reaction = { messageId: Id<"rmg">; participantId: Id<"par">; emoji: string };

/** @returns whether it was not there before */
export async function insertReaction(
  tx: Context,
  roomId: Id<"rom">,
  reaction: Reaction,
  createdAt: Date,
): Promise<boolean> {
  const rows = await tx.db
    .insert(roomReactions)
    .values({ tenantId: tx.tenantId, roomId, ...reaction, createdAt })
    .onConflictDoNothing()
    .returning({ emoji: roomReactions.emoji });
  return rows.length > 0;
}

/** @returns whether it was there */
export async function deleteReaction(
  tx: Context,
  roomId: Id<"rom">,
  { messageId, participantId, emoji }: Reaction,
): Promise<boolean> {
  const rows = await tx.db
    .delete(roomReactions)
    .where(
      and(
        inRoom(tx, roomId),
        eq(roomReactions.messageId, messageId),
        eq(roomReactions.participantId, participantId),
        eq(roomReactions.emoji, emoji),
      ),
    )
    .returning({ emoji: roomReactions.emoji });
  return rows.length > 0;
}

/** The different emoji of a message. */
export async function listEmoji(tx: Context, roomId: Id<"rom">, messageId: Id<"rmg">): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ emoji: roomReactions.emoji })
    .from(roomReactions)
    .where(and(inRoom(tx, roomId), eq(roomReactions.messageId, messageId)));
  return rows.map(({ emoji }) => emoji);
}

/** Reactions to messages, the earliest first. */
export async function loadReactions(
  ctx: Context,
  roomId: Id<"rom">,
  messageIds: Id<"rmg">[],
): Promise<ReactionRow[]> {
  if (messageIds.length === 0) return [];
  return ctx.db
    .select()
    .from(roomReactions)
    .where(and(inRoom(ctx, roomId), inArray(roomReactions.messageId, messageIds)))
    .orderBy(asc(roomReactions.createdAt), asc(roomReactions.emoji));
}

/** Deletes a participant's reactions. @returns the messages that had one */
export async function deleteReactionsOf(
  tx: Context,
  { roomId, id }: { roomId: Id<"rom">; id: Id<"par"> },
): Promise<Id<"rmg">[]> {
  const rows = await tx.db
    .delete(roomReactions)
    .where(and(inRoom(tx, roomId), eq(roomReactions.participantId, id)))
    .returning({ messageId: roomReactions.messageId });
  return [...new Set(rows.map(({ messageId }) => messageId))];
}
