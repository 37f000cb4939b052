import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { roomFiles } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid } from "#lib/core/ids.ts";

export type FileRow = typeof roomFiles.$inferSelect;
type NewFile = Omit<FileRow, "tenantId" | "roomId" | "messageId" | "discardedAt">;

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomFiles.tenantId, ctx.tenantId), eq(roomFiles.roomId, roomId));

export async function insertFile(tx: Context, roomId: Id<"rom">, file: NewFile): Promise<FileRow> {
  const [row] = await tx.db
    .insert(roomFiles)
    .values({ tenantId: tx.tenantId, roomId, ...file })
    .returning();
  return row as FileRow;
}

export async function findFile(ctx: Context, roomId: Id<"rom">, id: Id<"rat">): Promise<FileRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomFiles)
    .where(and(inRoom(ctx, roomId), eq(roomFiles.id, id), isNull(roomFiles.discardedAt)));
  return row ?? null;
}

type Owner = { roomId: Id<"rom">; id: Id<"par"> };

export async function countUnsent(ctx: Context, { roomId, id }: Owner): Promise<number> {
  return ctx.db.$count(
    roomFiles,
    and(
      inRoom(ctx, roomId),
      eq(roomFiles.participantId, id),
      isNull(roomFiles.messageId),
      isNull(roomFiles.discardedAt),
    ),
  );
}

/** Lists the files among `ids` that a participant has uploaded and not sent. */
export async function listUnsent(tx: Context, { roomId, id }: Owner, ids: Id<"rat">[]): Promise<FileRow[]> {
  if (ids.length === 0) return [];
  return tx.db
    .select()
    .from(roomFiles)
    .where(
      and(
        inRoom(tx, roomId),
        eq(roomFiles.participantId, id),
        isNull(roomFiles.messageId),
        isNull(roomFiles.discardedAt),
        inArray(roomFiles.id, ids),
      ),
    );
}

export async function attachFiles(
  tx: Context,
  roomId: Id<"rom">,
  ids: Id<"rat">[],
  messageId: Id<"rmg">,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .update(roomFiles)
    .set({ messageId })
    .where(and(inRoom(tx, roomId), inArray(roomFiles.id, ids)));
}

/** Files of messages, in the order of their upload. */
export async function loadFiles(
  ctx: Context,
  roomId: Id<"rom">,
  messageIds: Id<"rmg">[],
): Promise<FileRow[]> {
  if (messageIds.length === 0) return [];
  return ctx.db
    .select()
    .from(roomFiles)
    .where(and(inRoom(ctx, roomId), inArray(roomFiles.messageId, messageIds), isNull(roomFiles.discardedAt)))
    .orderBy(asc(roomFiles.id));
}

/** All files that were sent in a room, oldest first. */
export async function listSentFiles(ctx: Context, roomId: Id<"rom">): Promise<FileRow[]> {
  return ctx.db
    .select()
    .from(roomFiles)
    .where(and(inRoom(ctx, roomId), isNotNull(roomFiles.messageId), isNull(roomFiles.discardedAt)))
    .orderBy(asc(roomFiles.id));
}

export async function deleteFileRows(ctx: Context, roomId: Id<"rom">, ids: Id<"rat">[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db.delete(roomFiles).where(and(inRoom(ctx, roomId), inArray(roomFiles.id, ids)));
}

/** Marks a message's files for deletion. From then on nobody gets them. */
export async function discardFilesOfMessage(
  tx: Context,
  roomId: Id<"rom">,
  messageId: Id<"rmg">,
): Promise<void> {
  await tx.db
    .update(roomFiles)
    .set({ discardedAt: sql`now()` })
    .where(and(inRoom(tx, roomId), eq(roomFiles.messageId, messageId)));
}

/** Marks all files that a participant uploaded for deletion. */
export async function discardFilesOf(tx: Context, { roomId, id }: Owner): Promise<void> {
  await tx.db
    .update(roomFiles)
    .set({ discardedAt: sql`now()` })
    .where(and(inRoom(tx, roomId), eq(roomFiles.participantId, id)));
}

/** Discarded files of all tenants, and those uploaded before a time and never sent. */
export async function listUnusedFiles(operator: OperatorContext, before: Date, limit: number) {
  const rows = await operator.db.execute(sql`
    select tenant_id, room_id, id from platform.room_files
    where discarded_at is not null or (message_id is null and created_at < ${before.toISOString()}::timestamptz)
    limit ${limit}`);
  return (rows as unknown as { tenant_id: string; room_id: string; id: string }[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    roomId: idFromUuid("rom", row.room_id),
    id: idFromUuid("rat", row.id),
  }));
}
