import { describe, expect, it } from "vitest";
import { coverageOf } from "./coverage.ts";
import type { SearchTerms } from "./search-terms.ts";
import { weighSlots } from "./weigh-slots.ts";

const term = (text: string, slot: number | null, fills: { slot: number; strength: number }[]) => ({
  text,
  isStemmed: true,
  weight: 1,
  slot,
  fills,
});
const own = (text: string, slot: number) => term(text, slot, [{ slot, strength: 1 }]);
const slot = { part: 1, unknownPart: 1 };
const CHUNKS = 100;

/** "wi fi router", with "wifi" for the first two words. */
const asked: SearchTerms = {
  slots: [slot, slot, slot],
  terms: [
    own("wi", 0),
    own("fi", 1),
    own("router", 2),
    term("wifi", null, [
      { slot: 0, strength: 1 },
      { slot: 1, strength: 1 },
    ]),
  ],
};
const words = (chunks: number[]) =>
  chunks.map((holding, at) => ({ terms: [at], lexeme: `w${at}`, chunks: holding }));

describe("coverage", () => {
  it("is complete when a joined form stands for the words it joins", () => {
    const slots = weighSlots(asked, words([5, 5, 5, 5]), CHUNKS);
    expect(coverageOf(slots, [2, 3])).toBeCloseTo(1);
    expect(coverageOf(slots, [0, 1, 2, 3])).toBeCloseTo(1);
    expect(coverageOf(slots, [3])).toBeCloseTo(2 / 3);
  });

  it("counts a word that occurs nowhere as missing, at the weight of the rarest", () => {
    const slots = weighSlots(asked, words([5, 5, 0, 0]), CHUNKS);
    expect(coverageOf(slots, [0, 1])).toBeLessThan(2 / 3);
    expect(coverageOf(slots, [0, 1])).toBeGreaterThan(0.3);
  });

  it("counts a word that occurs nowhere less when its correction was found", () => {
    const corrected = {
      ...asked,
      terms: [...asked.terms, term("routers", null, [{ slot: 2, strength: 0.6 }])],
    };
    const without = coverageOf(weighSlots(asked, words([5, 5, 0, 0]), CHUNKS), [0, 1]);
    const withIt = coverageOf(weighSlots(corrected, words([5, 5, 0, 0, 5]), CHUNKS), [0, 1, 4]);
    expect(withIt).toBeGreaterThan(without);
    expect(withIt).toBeLessThan(1);
  });

  it("leaves out stop words and repeated words", () => {
    const stopped = [
      { terms: [0, 2], lexeme: "wi", chunks: 5 },
      { terms: [1], lexeme: "fi", chunks: 5 },
    ];
    expect(weighSlots(asked, stopped, CHUNKS)).toHaveLength(2);
    expect(weighSlots(asked, stopped.slice(0, 1), CHUNKS)).toHaveLength(1);
  });

  it("is none when nothing was asked", () => {
    expect(coverageOf([], [])).toBe(0);
  });

  it("gives stop words a slot when they make a known word together, but not beside a word of their own", () => {
    const joined = [{ terms: [3], lexeme: "wifi", chunks: 5 }];
    expect(coverageOf(weighSlots(asked, joined, CHUNKS), [0])).toBe(1);
    const beside = [{ terms: [0], lexeme: "wi", chunks: 5 }, ...joined];
    expect(weighSlots(asked, beside, CHUNKS)).toHaveLength(1);
  });
});
