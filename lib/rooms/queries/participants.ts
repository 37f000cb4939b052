import { and, asc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { roomBans, roomParticipants } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type ParticipantRow = typeof roomParticipants.$inferSelect;
type NewParticipant = Pick<ParticipantRow, "id" | "role" | "name" | "nameKey" | "joinedAt"> &
  Partial<Pick<ParticipantRow, "userIdHash" | "addressHash" | "departure">>;

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomParticipants.tenantId, ctx.tenantId), eq(roomParticipants.roomId, roomId));

export async function insertParticipant(
  tx: Context,
  roomId: Id<"rom">,
  participant: NewParticipant,
): Promise<ParticipantRow> {
  const [row] = await tx.db
    .insert(roomParticipants)
    .values({ tenantId: tx.tenantId, roomId, ...participant })
    .returning();
  return row as ParticipantRow;
}

export async function updateParticipant(
  tx: Context,
  { roomId, id }: Pick<ParticipantRow, "roomId" | "id">,
  change: Partial<Omit<ParticipantRow, "tenantId" | "roomId" | "id">>,
): Promise<void> {
  await tx.db
    .update(roomParticipants)
    .set(change)
    .where(and(inRoom(tx, roomId), eq(roomParticipants.id, id)));
}

/** Raises how far a participant has read. @returns whether it was lower */
export async function raiseReadOffset(
  ctx: Context,
  { roomId, id }: Pick<ParticipantRow, "roomId" | "id">,
  readOffset: number,
): Promise<boolean> {
  const rows = await ctx.db
    .update(roomParticipants)
    .set({ readOffset })
    .where(and(inRoom(ctx, roomId), eq(roomParticipants.id, id), lt(roomParticipants.readOffset, readOffset)))
    .returning({ id: roomParticipants.id });
  return rows.length > 0;
}

export async function findParticipant(
  ctx: Context,
  roomId: Id<"rom">,
  participantId: Id<"par">,
): Promise<ParticipantRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), eq(roomParticipants.id, participantId)));
  return row ?? null;
}

/** Finds a person with an account by their pseudonym. */
export async function findParticipantOfPerson(
  ctx: Context,
  roomId: Id<"rom">,
  userIdHash: string,
): Promise<ParticipantRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), eq(roomParticipants.userIdHash, userIdHash)));
  return row ?? null;
}

export async function isNameTaken(
  tx: Context,
  roomId: Id<"rom">,
  nameKey: string,
  exceptId?: Id<"par">,
): Promise<boolean> {
  const rows = await tx.db
    .select({ id: roomParticipants.id })
    .from(roomParticipants)
    .where(and(inRoom(tx, roomId), eq(roomParticipants.nameKey, nameKey)));
  return rows.some(({ id }) => id !== exceptId);
}

export async function listParticipantRows(ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow[]> {
  return ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), isNull(roomParticipants.departure)))
    .orderBy(asc(roomParticipants.joinedAt), asc(roomParticipants.id));
}

/** People in the lobby, in the order they came. */
export async function listWaitingRows(ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow[]> {
  return ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), eq(roomParticipants.departure, "waiting")))
    .orderBy(asc(roomParticipants.joinedAt), asc(roomParticipants.id));
}

export async function loadParticipants(
  ctx: Context,
  roomId: Id<"rom">,
  ids: Id<"par">[],
): Promise<ParticipantRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), inArray(roomParticipants.id, ids)));
}

/** The room's chatbot as a participant; null in a room that never had one. */
/** Returns the person who was in the room first: its first host. Ids are in order of time. */
export async function findFounder(ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomParticipants)
    .where(and(eq(roomParticipants.tenantId, ctx.tenantId), eq(roomParticipants.roomId, roomId)))
    .orderBy(asc(roomParticipants.id))
    .limit(1);
  return row ?? null;
}

export async function findBot(ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow | null> {
  const [row] = await ctx.db
    .select()
    .from(roomParticipants)
    .where(and(inRoom(ctx, roomId), eq(roomParticipants.role, "bot")));
  return row ?? null;
}

export async function putBan(
  tx: Context,
  { roomId, id, userIdHash, addressHash }: ParticipantRow,
  until: Date,
): Promise<void> {
  await tx.db
    .insert(roomBans)
    .values({ tenantId: tx.tenantId, roomId, participantId: id, userIdHash, addressHash, until })
    .onConflictDoUpdate({
      target: [roomBans.tenantId, roomBans.roomId, roomBans.participantId],
      set: { until },
    });
}

export async function deleteBan(tx: Context, roomId: Id<"rom">, participantId: Id<"par">): Promise<void> {
  await tx.db
    .delete(roomBans)
    .where(
      and(
        eq(roomBans.tenantId, tx.tenantId),
        eq(roomBans.roomId, roomId),
        eq(roomBans.participantId, participantId),
      ),
    );
}

/** Whether a ban applies: to this participant, this person, or, for guests, this address. */
export async function isBanned(
  tx: Context,
  roomId: Id<"rom">,
  who: { participantId?: Id<"par">; userIdHash: string | null; addressHash: string | null },
  at: Date,
): Promise<boolean> {
  const { participantId, userIdHash, addressHash } = who;
  const rows = await tx.db
    .select({ id: roomBans.participantId })
    .from(roomBans)
    .where(
      and(
        eq(roomBans.tenantId, tx.tenantId),
        eq(roomBans.roomId, roomId),
        gt(roomBans.until, at),
        or(
          participantId ? eq(roomBans.participantId, participantId) : undefined,
          userIdHash ? eq(roomBans.userIdHash, userIdHash) : undefined,
          addressHash ? eq(roomBans.addressHash, addressHash) : undefined,
          sql`false`,
        ),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Rooms of this workspace in which a person with an account has been. */
export async function listParticipations(ctx: Context, userIdHash: string): Promise<ParticipantRow[]> {
  return ctx.db
    .select()
    .from(roomParticipants)
    .where(and(eq(roomParticipants.tenantId, ctx.tenantId), eq(roomParticipants.userIdHash, userIdHash)));
}
