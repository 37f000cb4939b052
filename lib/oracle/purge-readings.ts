import type { OperatorContext } from "#lib/context/context.ts";
import { deleteOldReadings } from "./queries.ts";

/** Deletes horoscopes of past days and weeks. */
export async function purgeReadings(operator: OperatorContext): Promise<void> {
  await deleteOldReadings(operator);
}
