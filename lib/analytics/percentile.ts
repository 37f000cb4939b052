/** Answers are counted in classes of their time to the first word, each this much above the one before. */
const GROWTH = 1.2;

/** Numbers of answers by class: class `n` is from 1.2^n to 1.2^(n+1) milliseconds. */
export type Classes = ReadonlyMap<number, number>;

/**
 * A percentile of what is counted in classes, in milliseconds; at most a tenth off. Null where nothing is.
 * @param share from 0 to 1
 */
export function percentileOf(classes: Classes, share: number): number | null {
  const total = [...classes.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.ceil(total * share);
  for (const [place, count] of [...classes].sort(([one], [other]) => one - other)) {
    left -= count;
    if (left <= 0) return Math.round(GROWTH ** (place + 0.5));
  }
  return null;
}
