import type { WeighedSlot } from "./weigh-slots.ts";

/**
 * Returns the share of the question's word weight that is found, 0 to 1. The forms of a slot
 * count together, at most as the slot.
 * @param matched positions of the found words
 */
export function coverageOf(slots: WeighedSlot[], matched: number[]): number {
  const total = slots.reduce((sum, { weight }) => sum + weight, 0);
  const filled = slots.reduce(
    (sum, { weight, fills }) =>
      sum +
      Math.min(
        weight,
        matched.reduce((part, position) => part + (fills.get(position) ?? 0), 0),
      ),
    0,
  );
  return total > 0 ? Math.min(1, filled / total) : 0;
}
