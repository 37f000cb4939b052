import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { messages, roomMessages, roomParticipants, turns } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type RoomMessageRow = typeof roomMessages.$inferSelect;
type NewMessage = Pick<RoomMessageRow, "id" | "participantId" | "offset" | "content" | "createdAt"> &
  Partial<
    Pick<
      RoomMessageRow,
      | "clientMessageId"
      | "replyTo"
      | "isQuestion"
      | "conversationId"
      | "turnId"
      | "answerId"
      | "recapFrom"
      | "tip"
    >
  >;

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomMessages.tenantId, ctx.tenantId), eq(roomMessages.roomId, roomId));

export async function insertRoomMessage(tx: Context, roomId: Id<"rom">, message: NewMessage): Promise<void> {
  await tx.db.insert(roomMessages).values({ tenantId: tx.tenantId, roomId, ...message });
}

export async function updateRoomMessage(
  tx: Context,
  { roomId, id }: Pick<RoomMessageRow, "roomId" | "id">,
  change: Partial<Pick<RoomMessageRow, "content" | "createdAt" | "editedAt" | "deletedAt" | "isQuestion">>,
): Promise<void> {
  await tx.db
    .update(roomMessages)
    .set(change)
    .where(and(inRoom(tx, roomId), eq(roomMessages.id, id)));
}

export async function findRoomMessage(
  ctx: Context,
  roomId: Id<"rom">,
  messageId: Id<"rmg">,
): Promise<RoomMessageRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomMessages)
    .where(and(inRoom(ctx, roomId), eq(roomMessages.id, messageId)));
  return row ?? null;
}

/** Finds the message that was stored earlier under the same client id. */
export async function findByClientId(
  tx: Context,
  roomId: Id<"rom">,
  participantId: Id<"par">,
  clientMessageId: string,
): Promise<RoomMessageRow | null> {
  const [row] = await tx.db
    .select()
    .from(roomMessages)
    .where(
      and(
        inRoom(tx, roomId),
        eq(roomMessages.participantId, participantId),
        eq(roomMessages.clientMessageId, clientMessageId),
      ),
    );
  return row ?? null;
}

export type OpenQuestion = { message: RoomMessageRow; username: string };

const isAuthor = and(
  eq(roomParticipants.tenantId, roomMessages.tenantId),
  eq(roomParticipants.roomId, roomMessages.roomId),
  eq(roomParticipants.id, roomMessages.participantId),
);

/** Questions that the chatbot has not answered yet, oldest first. */
export async function listOpenQuestions(
  ctx: Context,
  roomId: Id<"rom">,
  answeredOffset: number,
  limit: number,
): Promise<OpenQuestion[]> {
  return ctx.db
    .select({ message: roomMessages, username: roomParticipants.name })
    .from(roomMessages)
    .innerJoin(roomParticipants, isAuthor)
    .where(
      and(
        inRoom(ctx, roomId),
        sql`is_question`,
        gt(roomMessages.offset, answeredOffset),
        isNull(roomMessages.deletedAt),
      ),
    )
    .orderBy(asc(roomMessages.offset))
    .limit(limit);
}

const columns = {
  message: roomMessages,
  username: roomParticipants.name,
  role: roomParticipants.role,
  answer: messages.contentFull,
  state: turns.state,
  grounding: turns.grounding,
};

/** Messages with their authors and, for answers, the chatbot's text. */
const shown = (ctx: Context) =>
  ctx.db
    .select(columns)
    .from(roomMessages)
    .innerJoin(roomParticipants, isAuthor)
    .leftJoin(
      messages,
      and(eq(messages.tenantId, roomMessages.tenantId), eq(messages.id, roomMessages.answerId)),
    )
    .leftJoin(turns, and(eq(turns.tenantId, roomMessages.tenantId), eq(turns.id, roomMessages.turnId)));

export type ShownMessage = Awaited<ReturnType<typeof loadRoomMessages>>[number];

export async function loadRoomMessages(ctx: Context, roomId: Id<"rom">, ids: Id<"rmg">[]) {
  if (ids.length === 0) return [];
  return shown(ctx).where(and(inRoom(ctx, roomId), inArray(roomMessages.id, ids)));
}

/** Lists messages before a position, newest first. */
export async function listRoomMessages(
  ctx: Context,
  roomId: Id<"rom">,
  page: { before?: number; limit: number },
) {
  return shown(ctx)
    .where(
      and(inRoom(ctx, roomId), page.before === undefined ? undefined : lt(roomMessages.offset, page.before)),
    )
    .orderBy(desc(roomMessages.offset))
    .limit(page.limit);
}

/** Lists messages after a position, oldest first. */
export async function listMessagesAfter(ctx: Context, roomId: Id<"rom">, after: number, limit: number) {
  return shown(ctx)
    .where(and(inRoom(ctx, roomId), gt(roomMessages.offset, after)))
    .orderBy(asc(roomMessages.offset))
    .limit(limit);
}

/** The chatbot's message of a turn. */
export async function findMessageOfTurn(
  ctx: Context,
  roomId: Id<"rom">,
  turnId: Id<"trn">,
): Promise<RoomMessageRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomMessages)
    .where(and(inRoom(ctx, roomId), isNotNull(roomMessages.turnId), eq(roomMessages.turnId, turnId)));
  return row ?? null;
}

/** Deletes the text of a participant's messages. @returns those that had one, at most `limit` */
export async function deleteMessagesOf(
  tx: Context,
  { roomId, id }: { roomId: Id<"rom">; id: Id<"par"> },
  at: Date,
  limit: number,
): Promise<Pick<RoomMessageRow, "id" | "offset">[]> {
  const own = and(inRoom(tx, roomId), eq(roomMessages.participantId, id), isNull(roomMessages.deletedAt));
  const due = tx.db.select({ id: roomMessages.id }).from(roomMessages).where(own).limit(limit);
  return tx.db
    .update(roomMessages)
    .set({ content: "", deletedAt: at, isQuestion: false })
    .where(and(own, inArray(roomMessages.id, due)))
    .returning({ id: roomMessages.id, offset: roomMessages.offset });
}
