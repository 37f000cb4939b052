import { ensureQueue, type Opened } from "./boss.ts";
import { type Cron, jobOfSlot, nextSlot } from "./define-cron.ts";

/**
 * Enqueues the next slot of each cron unless it is already enqueued; any number of processes may do so. While
 * no worker is live, slots are skipped, except the one already enqueued, which runs when a worker is back.
 */
export async function scheduleCrons(opened: Opened, crons: readonly Cron[], now = new Date()): Promise<void> {
  for (const cron of crons) {
    await ensureQueue(opened, cron);
    const slot = nextSlot(cron, now);
    const options = { id: jobOfSlot(cron, slot), startAfter: slot };
    await opened.boss.send(cron.name, { slot: slot.toISOString() }, options);
  }
}
