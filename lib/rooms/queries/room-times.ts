import { type SQL, sql } from "drizzle-orm";
import type { OperatorContext } from "#lib/context/context.ts";
import { idFromUuid, idToUuid } from "#lib/core/ids.ts";

type Row = { tenant_id: string; id: string; epoch: number; last_offset: number };

async function listRooms(operator: OperatorContext, where: SQL, limit: number) {
  const rows = await operator.db.execute(sql`
    select tenant_id, id, epoch, last_offset from platform.rooms where ${where} order by id limit ${limit}`);
  return (rows as unknown as Row[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    roomId: idFromUuid("rom", row.id),
    epoch: row.epoch,
    lastOffset: row.last_offset,
  }));
}

/** Rooms of all tenants with more events than this, by id. */
export async function listLongRooms(
  operator: OperatorContext,
  { longerThan, after, limit }: { longerThan: number; after: string | null; limit: number },
) {
  const next = after === null ? sql`true` : sql`id > ${idToUuid(after as never)}`;
  return listRooms(operator, sql`(last_offset > ${longerThan} or epoch > 1) and ${next}`, limit);
}

/** Rooms of all tenants that have expired. */
export async function listExpiredRooms(operator: OperatorContext, limit: number) {
  return listRooms(operator, sql`expires_at <= now()`, limit);
}
