import { describe, expect, it } from "vitest";
import { titleSimilarity } from "./title-similarity.ts";

const title = "First-ride set-up";

describe("nameShare", () => {
  it("is 1 for the name itself, however it is hyphenated, written apart or as one", () => {
    for (const asked of ["First ride set up", "first-ride set-up", "FIRST RIDE SETUP"])
      expect(titleSimilarity(asked)(title)).toBe(1);
  });

  it("falls with what the question leaves out of the name and with what it adds", () => {
    const name = "Battery care, cold weather and storage";
    expect(titleSimilarity("battery care")(name)).toBeLessThan(
      titleSimilarity("battery care and storage")(name),
    );
    expect(titleSimilarity("battery care")(name)).toBeGreaterThan(
      titleSimilarity("how is battery care paid for")(name),
    );
    expect(titleSimilarity("battery care")(name)).toBeGreaterThan(0.4);
  });

  it("reads other endings of a word as the word, and other words as others", () => {
    expect(titleSimilarity("returning refunds")("Returns and refund")).toBeGreaterThan(0.8);
    expect(titleSimilarity("charger")("Character")).toBe(0);
    expect(titleSimilarity("")(title)).toBe(0);
    expect(titleSimilarity("???")(title)).toBe(0);
  });
});
