import type { Context } from "#lib/context/context.ts";
import { reservationSql, reserveRow } from "./queries.ts";
import { estimateReservation, type PlannedTurn } from "./reservation.ts";

/**
 * Counts a turn in the caller's transaction, before it runs.
 * @throws an error that `budgetRefusal` explains where a budget is used up; then nothing of the transaction may stay
 */
export async function reserveUsage(tx: Context, turn: PlannedTurn): Promise<void> {
  await reserveRow(tx, estimateReservation(tx, turn));
}

/** As `reserveUsage`, as an expression for the one statement that stores a question. */
export function reservingUsage(ctx: Context, turn: PlannedTurn) {
  return reservationSql(ctx, estimateReservation(ctx, turn));
}
