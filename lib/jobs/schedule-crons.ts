import { ensureQueue, type Opened } from "./boss.ts";
import { type Cron, jobOfSlot, nextSlot } from "./define-cron.ts";

/**
 * Puts the next time of each cron into the queue, where it is not there yet. Any number of processes may do so. What falls into
 * a time when nobody did is left out; the one time that lay in the queue then is done when somebody works again, once.
 */
export async function scheduleCrons(opened: Opened, crons: readonly Cron[], now = new Date()): Promise<void> {
  for (const cron of crons) {
    await ensureQueue(opened, cron);
    const slot = nextSlot(cron, now);
    const options = { id: jobOfSlot(cron, slot), startAfter: slot };
    await opened.boss.send(cron.name, { slot: slot.toISOString() }, options);
  }
}
