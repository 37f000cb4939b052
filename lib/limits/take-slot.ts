import { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

/** Slots of one kind of costly work in this process. */
export type Slots = { name: string; most: number; refusal: string; retrySeconds: number };

const taken = () => singleton("limits.slots", () => new Map<string, number>());

/** @throws ParleyError unavailable while all slots are taken */
export function requireSlot({ name, most, refusal, retrySeconds }: Slots): void {
  if ((taken().get(name) ?? 0) < most) return;
  throw new ParleyError("unavailable", refusal, { retryAfter: retrySeconds });
}

/**
 * Takes a slot. Nobody waits for one, because waiting requests would hold what they uploaded in memory.
 * @returns releases the slot
 * @throws ParleyError unavailable
 */
export function takeSlot(slots: Slots): () => void {
  requireSlot(slots);
  const { name } = slots;
  taken().set(name, (taken().get(name) ?? 0) + 1);
  return () => {
    taken().set(name, (taken().get(name) ?? 1) - 1);
  };
}
