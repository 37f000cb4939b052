/** A room of the bench and the people in it who read it. */
export type PlannedRoom = { size: number; people: number };

/** Sizes of rooms, and the share of all people who are in one of that size. */
const SHARES: [size: number, share: number][] = [
  [500, 0.5],
  [50, 0.4],
  [2, 0.1],
];

/** Rooms of 500, 50 and 2 for this many people. */
export function planRooms(people: number): PlannedRoom[] {
  return SHARES.flatMap(([size, share]) => {
    const inSize = Math.round(people * share);
    const count = Math.max(1, Math.floor(inSize / size));
    return Array.from({ length: count }, () => ({ size, people: Math.min(size, inSize) }));
  });
}
