import { describe, expect, it } from "vitest";
import { titleSimilarity } from "./title-similarity.ts";

const title = "First-ride set-up";

describe("titleSimilarity", () => {
  it("is 1 for the title itself, hyphenated, written apart or as one word", () => {
    for (const asked of ["First ride set up", "first-ride set-up", "FIRST RIDE SETUP"])
      expect(titleSimilarity(asked)(title)).toBe(1);
  });

  it("drops for words missing from the question and for words added to it", () => {
    const name = "Battery care, cold weather and storage";
    expect(titleSimilarity("battery care")(name)).toBeLessThan(
      titleSimilarity("battery care and storage")(name),
    );
    expect(titleSimilarity("battery care")(name)).toBeGreaterThan(
      titleSimilarity("how is battery care paid for")(name),
    );
    expect(titleSimilarity("battery care")(name)).toBeGreaterThan(0.4);
  });

  it("matches inflected forms but not different words", () => {
    expect(titleSimilarity("returning refunds")("Returns and refund")).toBeGreaterThan(0.8);
    expect(titleSimilarity("charger")("Character")).toBe(0);
    expect(titleSimilarity("")(title)).toBe(0);
    expect(titleSimilarity("???")(title)).toBe(0);
  });
});
