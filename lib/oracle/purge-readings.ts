import type { OperatorContext } from "#lib/context/context.ts";
import { deleteOldReadings } from "./queries.ts";

/** Clears away horoscopes of days and weeks that are over. */
export async function purgeReadings(operator: OperatorContext): Promise<void> {
  await deleteOldReadings(operator);
}
