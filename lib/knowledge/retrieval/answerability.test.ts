import { describe, expect, it } from "vitest";
import { isAnswerable } from "./answerability.ts";

describe("isAnswerable", () => {
  it("depends on words, on meaning, and on both together", () => {
    expect(isAnswerable([])).toBe(false);
    expect(isAnswerable([{ coverage: 0.9, vectorScore: null }])).toBe(true);
    expect(isAnswerable([{ coverage: 0.4, vectorScore: null }])).toBe(false);
    expect(isAnswerable([{ coverage: 0.3, vectorScore: 0.5 }])).toBe(true);
    expect(isAnswerable([{ coverage: 0.1, vectorScore: 0.3 }])).toBe(false);
    expect(isAnswerable([{ coverage: 0.1, vectorScore: -0.9 }])).toBe(false);
  });

  it("uses only the three best passages", () => {
    const weak = { coverage: 0, vectorScore: 0 };
    expect(isAnswerable([weak, weak, weak, { coverage: 1, vectorScore: 1 }])).toBe(false);
  });
});
