import { sql } from "drizzle-orm";
import type { OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid } from "#lib/core/ids.ts";
import { CODE_VERSION } from "./projections.ts";

/** Each workspace with events, and how many of them this code has not projected. */
const lags = sql`
  select h.tenant_id, h.position - coalesce(c.position, 0) as lag
  from events.heads h left join projections.checkpoints c
    on c.tenant_id = h.tenant_id and c.state = 'live' and c.code_version = ${CODE_VERSION}
  where h.position > coalesce(c.position, 0)`;

/** Workspaces whose projections are behind, the furthest first. */
export async function listBehind(operator: OperatorContext, limit: number): Promise<Id<"ten">[]> {
  const rows = await operator.db.execute<{ tenant_id: string }>(
    sql`select tenant_id from (${lags}) l order by lag desc limit ${limit}`,
  );
  return rows.map((row) => idFromUuid("ten", row.tenant_id));
}

export async function readLag(operator: OperatorContext): Promise<{ lag: number; parked: number }> {
  const [row] = await operator.db.execute<{ lag: string; parked: string }>(sql`
    select coalesce((select max(lag) from (${lags}) l), 0) as lag,
      (select count(*) from projections.parked_streams p join projections.checkpoints c
        on c.tenant_id = p.tenant_id and c.generation = p.generation and c.state = 'live') as parked`);
  return { lag: Number(row?.lag ?? 0), parked: Number(row?.parked ?? 0) };
}

/** Workspaces that have, or had, a team: the others have nothing projected. */
export async function listProjected(operator: OperatorContext): Promise<Id<"ten">[]> {
  const rows = await operator.db.execute<{ tenant_id: string }>(
    sql`select distinct tenant_id from projections.checkpoints where state = 'live'`,
  );
  return rows.map((row) => idFromUuid("ten", row.tenant_id));
}
