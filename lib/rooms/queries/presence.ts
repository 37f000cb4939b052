import { and, eq, sql } from "drizzle-orm";
import { roomParticipants, roomPresence } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";

/** Longer than three announcements. */
const TTL = sql`interval '30 seconds'`;

/** Stores who reads a room in one process; an empty list removes the row. */
export async function putPresence(
  ctx: Context,
  roomId: Id<"rom">,
  processId: string,
  participantIds: Id<"par">[],
): Promise<void> {
  const own = and(
    eq(roomPresence.tenantId, ctx.tenantId),
    eq(roomPresence.roomId, roomId),
    eq(roomPresence.processId, processId),
  );
  if (participantIds.length === 0) {
    await ctx.db.delete(roomPresence).where(own);
    return;
  }
  const participants = participantIds.map(idToUuid);
  await ctx.db
    .insert(roomPresence)
    .values({ tenantId: ctx.tenantId, roomId, processId, participants, seenAt: sql`now()` })
    .onConflictDoUpdate({
      target: [roomPresence.tenantId, roomPresence.roomId, roomPresence.processId],
      set: { participants, seenAt: sql`now()` },
    });
}

/** People who have the room open in any process and are still in it; each row has their count. */
export async function listPresent(ctx: Context, roomId: Id<"rom">, limit: number) {
  return ctx.db
    .select({ participant: roomParticipants, count: sql<number>`(count(*) over ())::integer` })
    .from(roomParticipants)
    .where(
      and(
        eq(roomParticipants.tenantId, ctx.tenantId),
        eq(roomParticipants.roomId, roomId),
        sql`${roomParticipants.departure} is null`,
        sql`${roomParticipants.id} in (select unnest(p.participants) from platform.room_presence p
          where p.tenant_id = ${idToUuid(ctx.tenantId)} and p.room_id = ${idToUuid(roomId)} and p.seen_at > now() - ${TTL})`,
      ),
    )
    .orderBy(roomParticipants.joinedAt, roomParticipants.id)
    .limit(limit);
}

type Followed = { tenantId: Id<"ten">; roomId: Id<"rom"> };

/** Renews a process's presence rows, of all tenants, and removes those of dead processes. */
export async function renewPresence(operator: OperatorContext, processId: string): Promise<void> {
  await operator.db
    .update(roomPresence)
    .set({ seenAt: sql`now()` })
    .where(eq(roomPresence.processId, processId));
  await operator.db.delete(roomPresence).where(sql`${roomPresence.seenAt} < now() - ${TTL}`);
}

/** The newest positions of rooms, and whether they have expired. Those that no longer exist are missing. */
export async function readHeads(operator: OperatorContext, followed: Followed[]) {
  const tenants = followed.map(({ tenantId }) => idToUuid(tenantId));
  const ids = followed.map(({ roomId }) => idToUuid(roomId));
  const rows = await operator.db.execute(sql`
    select r.id, r.epoch, r.last_offset, coalesce(r.expires_at <= now(), false) as expired from platform.rooms r
    join unnest(${sql.param(tenants)}::uuid[], ${sql.param(ids)}::uuid[]) as f (tenant_id, id)
      on f.tenant_id = r.tenant_id and f.id = r.id`);
  type Head = { id: string; epoch: number; last_offset: number; expired: boolean };
  return (rows as unknown as Head[]).map((row) => ({
    roomId: idFromUuid("rom", row.id),
    epoch: row.epoch,
    offset: row.last_offset,
    isExpired: row.expired,
  }));
}

/** Deletes the workspace's presence. No cascade reaches this table, because it is unlogged. */
export async function deletePresence(ctx: Context): Promise<void> {
  await ctx.db.delete(roomPresence).where(eq(roomPresence.tenantId, ctx.tenantId));
}
