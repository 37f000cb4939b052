import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { leaseDb } from "#db/client.ts";
import { turnLog, turns } from "#db/schema/index.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";

/** The chunks a turn has sent since its last row, as JSON texts; a row without chunks is a heartbeat. */
export type LogRow = {
  tenantId: Id<"ten">;
  turnId: Id<"trn">;
  epoch: number;
  firstOffset: number;
  chunks: readonly string[];
};

/** `busy`: not written, try again. `fenced`: the turn has ended, or another process has taken it over. */
export type LogOutcome = { turnId: Id<"trn">; outcome: "accepted" | "busy" | "fenced"; isStopped: boolean };

/** Well below DEAD_AFTER_SECONDS, so that a hanging connection does not cost the turn its heartbeat. */
const APPEND_TIMEOUT_MS = 6_000;

/** A Postgres array literal: one parameter, so that any number of rows uses the same prepared statement. */
function arrayText(values: readonly (string | number | null)[]): string {
  const items = values.map((value) =>
    value === null ? "NULL" : `"${String(value).replace(/[\\"]/g, "\\$&")}"`,
  );
  return `{${items.join(",")}}`;
}

/** Turns rows into one array per column. */
export function logArrays(rows: readonly LogRow[]) {
  return {
    tenants: arrayText(rows.map((row) => idToUuid(row.tenantId))),
    turns: arrayText(rows.map((row) => idToUuid(row.turnId))),
    epochs: arrayText(rows.map((row) => row.epoch)),
    offsets: arrayText(rows.map((row) => row.firstOffset)),
    chunks: arrayText(rows.map((row) => (row.chunks.length > 0 ? `[${row.chunks.join(",")}]` : null))),
  };
}

/** Writes rows of any tenants; the database function checks the tenant, turn and epoch of each. */
export async function appendTurnLog(rows: readonly LogRow[]): Promise<LogOutcome[]> {
  const { tenants, turns, epochs, offsets, chunks } = logArrays(rows);
  const outcomes = await leaseDb(APPEND_TIMEOUT_MS).execute(
    sql`select turn_id, outcome, is_stop_requested from platform.append_turn_log(${tenants}, ${turns}, ${epochs}, ${offsets}, ${chunks})`,
  );
  type Row = { turn_id: string; outcome: LogOutcome["outcome"]; is_stop_requested: boolean };
  return (outcomes as unknown as Row[]).map((row) => ({
    turnId: idFromUuid("trn", row.turn_id),
    outcome: row.outcome,
    isStopped: row.is_stop_requested,
  }));
}

/** Claims turns without a heartbeat for `silentSeconds`. */
export async function claimDeadTurns(operator: OperatorContext, silentSeconds: number, limit: number) {
  const rows = await operator.db.execute(
    sql`select tenant_id, turn_id, epoch from platform.claim_dead_turns(make_interval(secs => ${silentSeconds}), ${limit})`,
  );
  return (rows as unknown as { tenant_id: string; turn_id: string; epoch: number }[]).map((row) => ({
    tenantId: idFromUuid("ten", row.tenant_id),
    turnId: idFromUuid("trn", row.turn_id),
    epoch: row.epoch,
  }));
}

/** Purges log rows of turns that ended at least `endedSeconds` ago. @returns the number of rows */
export async function pruneTurnLog(
  operator: OperatorContext,
  endedSeconds: number,
  limit: number,
): Promise<number> {
  const rows = await operator.db.execute(
    sql`select platform.prune_turn_log(make_interval(secs => ${endedSeconds}), ${limit}) as pruned`,
  );
  return (rows as unknown as { pruned: number }[])[0]?.pruned ?? 0;
}

export const LOG_PAGE = 200;

/**
 * Reads a turn's state and the next rows of one epoch of its log in one snapshot: if it has ended, its log is
 * complete.
 * @returns null when there is no such turn
 */
export async function readTurnLog(ctx: Context, turnId: Id<"trn">, epoch: number, from: number) {
  const rows = await ctx.db
    .select({
      state: turns.state,
      epoch: turns.epoch,
      firstOffset: turnLog.firstOffset,
      chunks: turnLog.chunks,
    })
    .from(turns)
    .leftJoin(
      turnLog,
      and(
        eq(turnLog.tenantId, turns.tenantId),
        eq(turnLog.turnId, turns.id),
        eq(turnLog.epoch, epoch),
        gte(turnLog.firstOffset, from),
      ),
    )
    .where(and(eq(turns.tenantId, ctx.tenantId), eq(turns.id, turnId)))
    .orderBy(turnLog.firstOffset)
    .limit(LOG_PAGE);
  const [first] = rows;
  if (!first) return null;
  const { state, epoch: current } = first;
  const found = rows.flatMap(({ firstOffset, chunks }) =>
    firstOffset === null || chunks === null ? [] : [{ firstOffset, chunks }],
  );
  return { state, epoch: current, rows: found };
}

/** Finds the first offset of the row that contains an offset, or of the last row before it. */
export async function findRowStart(ctx: Context, turnId: Id<"trn">, epoch: number, offset: number) {
  const [row] = await ctx.db
    .select({ firstOffset: turnLog.firstOffset })
    .from(turnLog)
    .where(
      and(
        eq(turnLog.tenantId, ctx.tenantId),
        eq(turnLog.turnId, turnId),
        eq(turnLog.epoch, epoch),
        lt(turnLog.firstOffset, offset + 1),
      ),
    )
    .orderBy(desc(turnLog.firstOffset))
    .limit(1);
  return row?.firstOffset ?? null;
}

/** Reads the rows of all epochs of a turn, oldest first. */
export async function readWholeLog(ctx: Context, turnId: Id<"trn">) {
  return ctx.db
    .select({ epoch: turnLog.epoch, chunks: turnLog.chunks })
    .from(turnLog)
    .where(and(eq(turnLog.tenantId, ctx.tenantId), eq(turnLog.turnId, turnId)))
    .orderBy(turnLog.epoch, turnLog.firstOffset);
}
