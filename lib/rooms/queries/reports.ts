import { aliasedTable, and, asc, type Column, desc, eq, lt } from "drizzle-orm";
import { messages, roomMessages, roomParticipants, roomReports, rooms } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { ReportState } from "../schema.ts";

export type ReportRow = typeof roomReports.$inferSelect;
export type ShownReport = Awaited<ReturnType<typeof listReportRows>>[number];

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomReports.tenantId, ctx.tenantId), eq(roomReports.roomId, roomId));

/** @returns false if this participant has reported the message before */
export async function insertReport(
  tx: Context,
  roomId: Id<"rom">,
  report: Pick<ReportRow, "id" | "messageId" | "reporterId" | "reason" | "note" | "createdAt">,
): Promise<boolean> {
  const rows = await tx.db
    .insert(roomReports)
    .values({ tenantId: tx.tenantId, roomId, ...report })
    .onConflictDoNothing()
    .returning({ id: roomReports.id });
  return rows.length > 0;
}

export async function findReport(ctx: Context, roomId: Id<"rom">, id: Id<"rep">): Promise<ReportRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomReports)
    .where(and(inRoom(ctx, roomId), eq(roomReports.id, id)));
  return row ?? null;
}

/** The room of a report, for Studio, which does not name it. */
export async function findRoomOfReport(ctx: Context, id: Id<"rep">): Promise<Id<"rom"> | null> {
  const [row] = await ctx.db
    .select({ roomId: roomReports.roomId })
    .from(roomReports)
    .where(and(eq(roomReports.tenantId, ctx.tenantId), eq(roomReports.id, id)));
  return row?.roomId ?? null;
}

/** Sets the state of all reports of a message that are in another one. @returns how many */
export async function setReportsOf(
  tx: Context,
  { roomId, messageId, from }: { roomId: Id<"rom">; messageId: Id<"rmg">; from: ReportState },
  state: ReportState,
): Promise<number> {
  const rows = await tx.db
    .update(roomReports)
    .set({ state })
    .where(and(inRoom(tx, roomId), eq(roomReports.messageId, messageId), eq(roomReports.state, from)))
    .returning({ id: roomReports.id });
  return rows.length;
}

/** Removes what a participant wrote when they reported. */
export async function deleteReportsOf(tx: Context, roomId: Id<"rom">, reporterId: Id<"par">): Promise<void> {
  await tx.db.delete(roomReports).where(and(inRoom(tx, roomId), eq(roomReports.reporterId, reporterId)));
}

const reporters = aliasedTable(roomParticipants, "reporters");

/** Reports with their message, author and reporter: of one room oldest first, else newest first. */
export async function listReportRows(
  ctx: Context,
  filter: { roomId?: Id<"rom">; state?: ReportState; before?: Id<"rep"> | null },
  limit: number,
) {
  const { roomId, state, before } = filter;
  const participant = (table: typeof roomParticipants, id: Column) =>
    and(eq(table.tenantId, roomReports.tenantId), eq(table.roomId, roomReports.roomId), eq(table.id, id));
  return ctx.db
    .select({
      report: roomReports,
      message: roomMessages,
      answer: messages.contentFull,
      author: roomParticipants,
      reporter: reporters.name,
      room: { code: rooms.code, title: rooms.title },
    })
    .from(roomReports)
    .innerJoin(rooms, and(eq(rooms.tenantId, roomReports.tenantId), eq(rooms.id, roomReports.roomId)))
    .innerJoin(
      roomMessages,
      and(
        eq(roomMessages.tenantId, roomReports.tenantId),
        eq(roomMessages.roomId, roomReports.roomId),
        eq(roomMessages.id, roomReports.messageId),
      ),
    )
    .leftJoin(
      messages,
      and(eq(messages.tenantId, roomMessages.tenantId), eq(messages.id, roomMessages.answerId)),
    )
    .innerJoin(roomParticipants, participant(roomParticipants, roomMessages.participantId))
    .innerJoin(reporters, participant(reporters as never, roomReports.reporterId))
    .where(
      and(
        eq(roomReports.tenantId, ctx.tenantId),
        roomId ? eq(roomReports.roomId, roomId) : undefined,
        state ? eq(roomReports.state, state) : undefined,
        before ? lt(roomReports.id, before) : undefined,
      ),
    )
    .orderBy(roomId ? asc(roomReports.id) : desc(roomReports.id))
    .limit(limit);
}
