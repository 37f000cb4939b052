import type { Context } from "#lib/context/context.ts";
import { reservationSql, reserveRow } from "./queries/usage.ts";
import { estimateReservation, type PlannedTurn } from "./reservation.ts";

/**
 * Reserves a turn's usage in the caller's transaction, before it runs.
 * @throws an error that `budgetRefusal` translates where a budget is used up; the transaction must then roll
 * back
 */
export async function reserveUsage(tx: Context, turn: PlannedTurn): Promise<void> {
  await reserveRow(tx, estimateReservation(tx, turn));
}

/** As `reserveUsage`, as an SQL expression for the statement that stores the question. */
export function reservingUsage(ctx: Context, turn: PlannedTurn) {
  return reservationSql(ctx, estimateReservation(ctx, turn));
}
