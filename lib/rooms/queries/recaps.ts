import { and, desc, eq, gt, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import { roomMessages, roomParticipants } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid } from "#lib/core/ids.ts";
import type { RoomMessageRow } from "./messages.ts";
import type { RoomRow } from "./rooms.ts";

const inRoom = (ctx: Context, roomId: Id<"rom">) =>
  and(eq(roomMessages.tenantId, ctx.tenantId), eq(roomMessages.roomId, roomId));

/** What people said, which recaps are made of: neither answers, nor files alone, nor deleted messages. */
const isSaid = and(
  isNull(roomMessages.turnId),
  isNull(roomMessages.deletedAt),
  isNull(roomMessages.tip),
  ne(roomMessages.content, ""),
);

/** Counts what people said after a position. */
export async function countSaid(
  ctx: Context,
  { id }: Pick<RoomRow, "id">,
  { after, atMost }: { after: number; atMost: number },
): Promise<number> {
  const rows = await ctx.db
    .select({ one: sql`1` })
    .from(roomMessages)
    .where(and(inRoom(ctx, id), gt(roomMessages.offset, after), isSaid))
    .limit(atMost);
  return rows.length;
}

/** The newest of what people said between two positions, oldest first. */
export async function listSaid(
  ctx: Context,
  roomId: Id<"rom">,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<{ name: string; text: string; offset: number }[]> {
  const rows = await ctx.db
    .select({ name: roomParticipants.name, text: roomMessages.content, offset: roomMessages.offset })
    .from(roomMessages)
    .innerJoin(
      roomParticipants,
      and(
        eq(roomParticipants.tenantId, roomMessages.tenantId),
        eq(roomParticipants.roomId, roomMessages.roomId),
        eq(roomParticipants.id, roomMessages.participantId),
      ),
    )
    .where(
      and(
        inRoom(ctx, roomId),
        gt(roomMessages.offset, after),
        lte(roomMessages.offset, until),
        ne(roomParticipants.role, "bot"),
        isSaid,
      ),
    )
    .orderBy(desc(roomMessages.offset))
    .limit(limit);
  return rows.reverse();
}

/** Recaps of stretches that contain one of these positions. */
export async function listRecapsOver(
  tx: Context,
  roomId: Id<"rom">,
  offsets: number[],
): Promise<Pick<RoomMessageRow, "roomId" | "id">[]> {
  if (offsets.length === 0) return [];
  const covered = offsets.map((offset) => sql`(recap_from < ${offset} and "offset" > ${offset})`);
  const rows = await tx.db
    .select({ id: roomMessages.id })
    .from(roomMessages)
    .where(
      and(
        inRoom(tx, roomId),
        isNotNull(roomMessages.recapFrom),
        isNull(roomMessages.deletedAt),
        sql`(${sql.join(covered, sql` or `)})`,
      ),
    );
  return rows.map(({ id }) => ({ roomId, id }));
}

/** Rooms of all tenants whose recap is due. */
export async function listDueRecaps(operator: OperatorContext, limit: number) {
  const rows = await operator.db.execute(sql`
    select tenant_id, id from platform.rooms where recap_at <= now() order by recap_at limit ${limit}`);
  return (rows as unknown as { tenant_id: string; id: string }[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    roomId: idFromUuid("rom", row.id),
  }));
}
