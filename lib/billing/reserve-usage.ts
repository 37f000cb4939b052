import type { Context } from "#lib/context/context.ts";
import { reservationSql, reserveRow } from "./queries.ts";
import { reservationOf, type TurnToCome } from "./reservation.ts";

/**
 * Counts a turn in the caller's transaction, before it runs.
 * @throws an error that `budgetRefusal` explains where a budget is used up; then nothing of the transaction may stay
 */
export async function reserveUsage(tx: Context, turn: TurnToCome): Promise<void> {
  await reserveRow(tx, reservationOf(tx, turn));
}

/** As `reserveUsage`, as an expression for the one statement that stores a question. */
export function reservingUsage(ctx: Context, turn: TurnToCome) {
  return reservationSql(ctx, reservationOf(ctx, turn));
}
