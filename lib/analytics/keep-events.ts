import type { OperatorContext } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { countNewEvents, dropPartitions, makePartitions } from "./queries/upkeep.ts";

/** Months for which events are kept. What was counted of them is kept for good. */
export const MONTHS_KEPT = 25;
const MONTHS_AHEAD = 2;

/** Makes the partitions of the coming months and drops those whose months are over long enough. */
export async function keepPartitions(operator: OperatorContext): Promise<void> {
  const made = await makePartitions(operator, MONTHS_AHEAD);
  const before = new Date(operator.now());
  before.setUTCMonth(before.getUTCMonth() - MONTHS_KEPT, 1);
  const dropped = await dropPartitions(operator, before);
  if (made.length + dropped.length > 0) log().info({ made, dropped }, "partitions of events changed");
}

/** Counts new events in quarters of an hour. Does nothing if there are none. */
export async function rollUpEvents(operator: OperatorContext): Promise<void> {
  for (let behind = 1; behind > 0; ) behind = (await countNewEvents(operator)).behind;
}
