import { ParleyError } from "#lib/core/errors.ts";

const MAX_TABLE_CELLS = 300_000;

/** @throws ParleyError invalid when a table has too many cells */
export function assertTableSize(rows: number, columns: number): void {
  if (rows * Math.max(columns, 1) > MAX_TABLE_CELLS) {
    throw new ParleyError(
      "invalid",
      `The table has more than ${MAX_TABLE_CELLS} cells. Split it into smaller files.`,
    );
  }
}
