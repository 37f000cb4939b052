import type { LockedRoom } from "../order/write-to-room.ts";
import { countSaid } from "../queries/recaps.ts";

const MINUTE = 60_000;

/** A recap of fewer messages would be as long as they are. */
export const LEAST_MESSAGES = 6;
/** From this many on, a recap is due soon. */
const MANY_MESSAGES = 30;
const AFTER_MS = 15 * MINUTE;
/** Not sooner, however much is said: a crowd needs a recap, not one a minute. */
const SOON_MS = 5 * MINUTE;

/** Sets when the next recap is due, after a message. */
export async function planRecap({ tx, room, at }: LockedRoom): Promise<void> {
  // The recap that is being made plans the next one when it ends.
  if (room.recapUntil !== null) return;
  const said = await countSaid(tx, room, { after: room.recapOffset, atMost: MANY_MESSAGES + 1 });
  room.recapAt = nextRecapAt(room.recapAt, said, at);
}

/**
 * When the next recap is due.
 * @param planned when it was due so far; null if it was not
 * @param said how many messages people have sent since the last recap
 */
export function nextRecapAt(planned: Date | null, said: number, at: Date): Date {
  if (!planned) return new Date(at.getTime() + (said >= MANY_MESSAGES ? SOON_MS : AFTER_MS));
  if (said !== MANY_MESSAGES) return planned;
  const soon = Math.max(at.getTime(), planned.getTime() - AFTER_MS + SOON_MS);
  return new Date(Math.min(planned.getTime(), soon));
}
