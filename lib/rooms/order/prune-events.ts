import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { deleteEventsBefore } from "../queries/events.ts";
import { listLongRooms } from "../queries/room-times.ts";
import { KEPT_EVENTS } from "./kept-events.ts";

const BATCH = 200;

/**
 * Deletes events that no reader can resume from: those older than a room's last 2,000, and those of earlier
 * epochs. Messages stay.
 * @returns the number of events
 */
export async function pruneEvents(operator: OperatorContext): Promise<number> {
  let pruned = 0;
  for (let after: string | null = null; ; ) {
    const rooms = await listLongRooms(operator, { longerThan: KEPT_EVENTS, after, limit: BATCH });
    for (const { tenantId, roomId, epoch, lastOffset } of rooms) {
      const position = { epoch, offset: lastOffset - KEPT_EVENTS };
      pruned += await deleteEventsBefore(admitJob(tenantId, "prune"), roomId, position);
    }
    after = rooms.at(-1)?.roomId ?? null;
    if (rooms.length < BATCH) return pruned;
  }
}
