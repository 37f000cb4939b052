/**
 * Edit distance with insertions, deletions, substitutions and swaps of adjacent letters, each letter edited
 * at most once (optimal string alignment; Damerau 1964). Stops above `max` and returns `max + 1`.
 */
export function damerauLevenshtein(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) return max + 1;
  const width = other.length + 1;
  let [before, above, line] = rowsOf(width);
  for (let at = 0; at < width; at += 1) above[at] = at;
  for (let row = 1; row <= one.length; row += 1) {
    line[0] = row;
    let min = row;
    const letter = one.charCodeAt(row - 1);
    const letterBefore = row > 1 ? one.charCodeAt(row - 2) : -1;
    for (let at = 1; at < width; at += 1) {
      const otherLetter = other.charCodeAt(at - 1);
      let cost = Math.min(
        (above[at] as number) + 1,
        (line[at - 1] as number) + 1,
        (above[at - 1] as number) + (letter === otherLetter ? 0 : 1),
      );
      const isSwap = at > 1 && letter === other.charCodeAt(at - 2) && letterBefore === otherLetter;
      if (isSwap) cost = Math.min(cost, (before[at - 2] as number) + 1);
      line[at] = cost;
      min = Math.min(min, cost);
    }
    if (min > max) return max + 1;
    [before, above, line] = [above, line, before];
  }
  return Math.min(above[other.length] as number, max + 1);
}

type Rows = [before: Uint16Array, above: Uint16Array, line: Uint16Array];

let rows: Rows = makeRows(64);

/** Used again by each call: thousands of words are compared with one. */
function rowsOf(width: number): Rows {
  if (rows[0].length < width) rows = makeRows(width);
  return rows;
}

function makeRows(width: number): Rows {
  return [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
}

/** A cheap lower bound of the distance: letters that only one of the words contains, from `letterBits`. */
export function differingLetters(bits: number, others: number): number {
  return Math.max(countBits(bits & ~others), countBits(others & ~bits));
}

/** One bit per letter. Letters of other scripts share bits, which only weakens the bound. */
export function letterBits(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
