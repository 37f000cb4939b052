import { describe, expect, it } from "vitest";
import { damerauLevenshtein } from "./damerau-levenshtein.ts";
import {
  allowedEdits,
  candidateRanges,
  closestWords,
  correctable,
  MAX_UNKNOWN_WORDS,
} from "./spelling-candidates.ts";

const unknown = (typed: string, stem = typed) => ({ typed, stem });

describe("damerauLevenshtein", () => {
  it("counts a missing, added, wrong or swapped letter as one edit", () => {
    expect(damerauLevenshtein("batery", "battery", 2)).toBe(1);
    expect(damerauLevenshtein("batttery", "battery", 2)).toBe(1);
    expect(damerauLevenshtein("bottery", "battery", 2)).toBe(1);
    expect(damerauLevenshtein("battrey", "battery", 2)).toBe(1);
    expect(damerauLevenshtein("same", "same", 2)).toBe(0);
    expect(damerauLevenshtein("", "ab", 2)).toBe(2);
  });

  it("stops above the maximum", () => {
    expect(damerauLevenshtein("abcdef", "ghijkl", 2)).toBe(3);
    expect(damerauLevenshtein("a".repeat(5_000), "b", 2)).toBe(3);
  });
});

describe("edits", () => {
  it("are allowed once in a word of 4 to 7 letters, twice in a longer one, never in codes", () => {
    expect(["key", "belt", "battery", "insurance", "e18x", "a".repeat(31)].map(allowedEdits)).toEqual([
      0, 1, 1, 2, 0, 0,
    ]);
  });

  it("are tried for the few longest words only", () => {
    const words = Array.from({ length: 60 }, (_, at) => unknown("word".padEnd(5 + (at % 20), "x")));
    expect(correctable(words)).toHaveLength(MAX_UNKNOWN_WORDS);
    expect(correctable(words)[0]?.stem).toHaveLength(24);
  });
});

describe("candidateRanges", () => {
  const holds = (typed: string, known: string) =>
    candidateRanges(typed).some(({ low, high }) => low <= known && known < high);

  it("contain every word one edit away with the same first letter", () => {
    for (const known of ["battery", "charger", "zigzag"]) {
      for (let at = 1; at < known.length; at += 1) {
        expect(holds(known.slice(0, at) + known.slice(at + 1), known)).toBe(true);
        expect(holds(`${known.slice(0, at)}q${known.slice(at)}`, known)).toBe(true);
        expect(holds(`${known.slice(0, at)}q${known.slice(at + 1)}`, known)).toBe(true);
        const [one = "", other = ""] = known.slice(at);
        if (other) expect(holds(known.slice(0, at) + other + one + known.slice(at + 2), known)).toBe(true);
      }
    }
  });

  it("exclude nearly all others, in every script", () => {
    expect(holds("batery", "zebra")).toBe(false);
    expect(holds("batery", "border")).toBe(false);
    expect(holds("аккумулятр", "аккумулятор")).toBe(true);
    expect(holds("zz", "zz")).toBe(true);
  });
});

describe("closestWords", () => {
  const known = (lexeme: string, documents = 1) => ({ word: "charg", lexeme, documents });

  it("prefers the fewest edits, then the more frequent words", () => {
    const one = (lexeme: string) => ({ word: "insuranec", lexeme, documents: 1 });
    const [correction] = closestWords([unknown("insuranec")], [one("insurance"), one("insurances")]);
    expect(correction?.lexemes).toEqual(["insurance"]);
    expect(closestWords([unknown("charg")], [known("chart", 1), known("charm", 9)])[0]?.lexemes).toEqual([
      "charm",
      "chart",
    ]);
    expect(closestWords([unknown("charg")], [known("zebra")])).toEqual([]);
  });

  it("trusts a missing letter in a long word more than a substitution in a short one", () => {
    const strength = (word: string, lexeme: string) =>
      closestWords([unknown(word)], [{ word, lexeme, documents: 1 }])[0]?.strength ?? 0;
    expect(strength("bateri", "batteri")).toBeGreaterThan(strength("bell", "belt"));
    expect(strength("bell", "belt")).toBeLessThan(0.4);
  });

  it("compares a word as it was typed where its stem differs from that of the right word", () => {
    const corrected = (typed: string, stem: string, lexeme: string) =>
      closestWords([unknown(typed, stem)], [{ word: stem, lexeme, documents: 1 }])[0];
    expect(corrected("disply", "displi", "display")).toMatchObject({ typed: "disply", lexemes: ["display"] });
    expect(corrected("chrage", "chrage", "charg")?.lexemes).toEqual(["charg"]);
    expect(corrected("baterry", "baterri", "batteri")?.lexemes).toEqual(["batteri"]);
    expect(corrected("disply", "displi", "dispute")).toBeUndefined();
  });

  it("takes another ending for another form of the word", () => {
    const [correction] = closestWords([unknown("akkus")], [{ word: "akkus", lexeme: "akku", documents: 1 }]);
    expect(correction?.strength).toBeGreaterThan(0.8);
  });
});
