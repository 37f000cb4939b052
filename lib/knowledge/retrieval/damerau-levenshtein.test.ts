import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { damerauLevenshtein } from "./damerau-levenshtein.ts";

/** Reference implementation by the definition. */
function plain(one: string, other: string): number {
  if (one === "" || other === "") return one.length + other.length;
  const [head, next, ofOther, nextOfOther] = [one[0], one[1], other[0], other[1]];
  const ways = [
    plain(one.slice(1), other) + 1,
    plain(one, other.slice(1)) + 1,
    plain(one.slice(1), other.slice(1)) + (head === ofOther ? 0 : 1),
  ];
  const isSwap = next !== undefined && head === nextOfOther && next === ofOther;
  if (isSwap) ways.push(plain(one.slice(2), other.slice(2)) + 1);
  return Math.min(...ways);
}

describe("damerauLevenshtein", () => {
  it("counts missing, added, wrong and swapped letters once each", () => {
    expect(damerauLevenshtein("refund", "refnd", 2)).toBe(1);
    expect(damerauLevenshtein("refund", "reefund", 2)).toBe(1);
    expect(damerauLevenshtein("refund", "refond", 2)).toBe(1);
    expect(damerauLevenshtein("refund", "refudn", 2)).toBe(1);
    expect(damerauLevenshtein("refund", "refund", 2)).toBe(0);
    expect(damerauLevenshtein("ca", "abc", 3), "each letter is touched once").toBe(3);
  });

  it("stops above the maximum", () => {
    expect(damerauLevenshtein("refund", "invoice", 2)).toBe(3);
    expect(damerauLevenshtein("a", "abcdefgh", 2)).toBe(3);
    expect(damerauLevenshtein("", "", 0)).toBe(0);
  });

  it("matches the reference implementation for any two words", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "ä", "я", "-"), maxLength: 6 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 6 }), (one, other, most) => {
        expect(damerauLevenshtein(one, other, most)).toBe(Math.min(plain(one, other), most + 1));
      }),
      { numRuns: 500 },
    );
  });
});
