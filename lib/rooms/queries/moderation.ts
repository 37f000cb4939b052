import { aliasedTable, and, desc, eq, gt, lt } from "drizzle-orm";
import { roomBans, roomModeration, roomNames, roomParticipants, rooms } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type ModerationRow = typeof roomModeration.$inferSelect;

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomModeration.tenantId, ctx.tenantId), eq(roomModeration.roomId, roomId));

export async function insertModeration(
  tx: Context,
  roomId: Id<"rom">,
  entry: Omit<ModerationRow, "tenantId" | "roomId" | "undoneAt">,
): Promise<void> {
  await tx.db.insert(roomModeration).values({ tenantId: tx.tenantId, roomId, ...entry });
}

export async function findModeration(
  ctx: Context,
  roomId: Id<"rom">,
  id: Id<"mod">,
): Promise<ModerationRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomModeration)
    .where(and(inRoom(ctx, roomId), eq(roomModeration.id, id)));
  return row ?? null;
}

export async function setUndone(
  tx: Context,
  { roomId, id }: Pick<ModerationRow, "roomId" | "id">,
  undoneAt: Date,
): Promise<void> {
  await tx.db
    .update(roomModeration)
    .set({ undoneAt })
    .where(and(inRoom(tx, roomId), eq(roomModeration.id, id)));
}

const actors = aliasedTable(roomParticipants, "actors");
const targets = aliasedTable(roomParticipants, "targets");

/** Entries with the names of the people in them, newest first; of one room or of the whole workspace. */
export async function listModerationRows(
  ctx: Context,
  { roomId, before }: { roomId?: Id<"rom">; before: Id<"mod"> | null },
  limit: number,
) {
  const participant = (table: typeof actors, id: typeof roomModeration.actorId) =>
    and(
      eq(table.tenantId, roomModeration.tenantId),
      eq(table.roomId, roomModeration.roomId),
      eq(table.id, id),
    );
  return ctx.db
    .select({
      entry: roomModeration,
      actor: { name: actors.name, role: actors.role },
      target: { name: targets.name, role: targets.role },
      room: { code: rooms.code, title: rooms.title },
    })
    .from(roomModeration)
    .innerJoin(rooms, and(eq(rooms.tenantId, roomModeration.tenantId), eq(rooms.id, roomModeration.roomId)))
    .leftJoin(actors, participant(actors, roomModeration.actorId))
    .leftJoin(targets, participant(targets, roomModeration.targetId))
    .where(
      and(
        eq(roomModeration.tenantId, ctx.tenantId),
        roomId ? eq(roomModeration.roomId, roomId) : undefined,
        before ? lt(roomModeration.id, before) : undefined,
      ),
    )
    .orderBy(desc(roomModeration.id))
    .limit(limit);
}

/** Bans that are in force, newest first. */
export async function listBanRows(ctx: Context, roomId: Id<"rom">, at: Date) {
  return ctx.db
    .select({ participant: roomParticipants, until: roomBans.until })
    .from(roomBans)
    .innerJoin(
      roomParticipants,
      and(
        eq(roomParticipants.tenantId, roomBans.tenantId),
        eq(roomParticipants.roomId, roomBans.roomId),
        eq(roomParticipants.id, roomBans.participantId),
      ),
    )
    .where(and(eq(roomBans.tenantId, ctx.tenantId), eq(roomBans.roomId, roomId), gt(roomBans.until, at)))
    .orderBy(desc(roomBans.until));
}

const ofParticipant = (ctx: Context, roomId: Id<"rom">, participantId: Id<"par">) =>
  and(
    eq(roomNames.tenantId, ctx.tenantId),
    eq(roomNames.roomId, roomId),
    eq(roomNames.participantId, participantId),
  );

export async function insertFormerName(
  tx: Context,
  roomId: Id<"rom">,
  former: Omit<typeof roomNames.$inferSelect, "tenantId" | "roomId">,
): Promise<void> {
  await tx.db.insert(roomNames).values({ tenantId: tx.tenantId, roomId, ...former });
}

/** A participant's former names, newest first. */
export async function listFormerNames(ctx: Context, roomId: Id<"rom">, participantId: Id<"par">) {
  return ctx.db
    .select()
    .from(roomNames)
    .where(ofParticipant(ctx, roomId, participantId))
    .orderBy(desc(roomNames.until));
}

export async function deleteFormerNames(
  tx: Context,
  roomId: Id<"rom">,
  participantId: Id<"par">,
): Promise<void> {
  await tx.db.delete(roomNames).where(ofParticipant(tx, roomId, participantId));
}
