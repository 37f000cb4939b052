/** Two forms of one word may differ by this many letters at the end. */
const MAX_ENDING_LETTERS = 3;

/** Whether two words are the same or start alike, as forms of one word do. */
export function isAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4 || Math.max(one.length, other.length) - shorter > MAX_ENDING_LETTERS) return false;
  let same = 0;
  while (same < shorter && one[same] === other[same]) same += 1;
  return same >= 4 && shorter - same <= 1;
}
