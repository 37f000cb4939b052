import { sql } from "drizzle-orm";
import type { OperatorContext } from "#lib/context/context.ts";
import { idFromUuid } from "#lib/core/ids.ts";

/** Rooms of all tenants whose newest question has been due for some seconds and is unanswered. */
export async function listUnanswered(operator: OperatorContext, lateSeconds: number, limit: number) {
  const rows = await operator.db.execute(sql`
    select tenant_id, id from platform.rooms
    where asked_offset > answered_offset and asked_at < now() - make_interval(secs => ${lateSeconds})
    order by asked_at desc limit ${limit}`);
  return (rows as unknown as { tenant_id: string; id: string }[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    roomId: idFromUuid("rom", row.id),
  }));
}
