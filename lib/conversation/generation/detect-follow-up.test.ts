import { describe, expect, it } from "vitest";
import { earlierContext, isFollowUp } from "./detect-follow-up.ts";

describe("isFollowUp", () => {
  it.each([
    "and how long does that take?",
    "what about the small one?",
    "How about tomorrow?",
    "Why?",
    "Is it free?",
    "How much does it cost?",
    "for the Cargo",
    "is there a fee?",
    "At what charge?",
  ])("returns true for %s", (question) => {
    expect(isFollowUp(question)).toBe(true);
  });

  it.each([
    "How long does the battery take to charge?",
    "At what temperature may the battery be charged?",
    "Is it allowed to ride in the rain?",
    "Are there student discounts for bikes?",
    "What does error E18 mean?",
    "what is derating",
    "",
    `it ${"word ".repeat(100)}`,
  ])("returns false for %s", (question) => {
    expect(isFollowUp(question)).toBe(false);
  });
});

describe("earlierContext", () => {
  it("goes back to the question that the others refer to", () => {
    const earlier = ["Do you deliver to Spain?", "How heavy is the PowerPack 500?", "And the 720?"];
    expect(earlierContext("what does that one cost?", earlier)).toBe(
      "How heavy is the PowerPack 500?\nAnd the 720?",
    );
    expect(earlierContext("How do I pair my phone?", earlier)).toBeUndefined();
    expect(earlierContext("And that?", [])).toBeUndefined();
  });

  it("stays within its limit for any history", () => {
    expect(earlierContext("and that?", Array(50).fill("x".repeat(2_000)))?.length).toBeLessThanOrEqual(600);
  });
});
