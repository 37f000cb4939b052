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
    "which one is the lightest?",
    "how much is that one?",
    "and in German?",
    "I have the City",
    "I have the Kestrel City with the large battery",
    "mine is the Cargo",
    "and E14?",
    "and to france?",
    "and with the faster charger?",
    "how do i get it out",
    "Und auf Deutsch?",
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
    "I have lost my key, what should I do?",
    "I want to know how the battery of the Kestrel City is charged",
    "",
    `it ${"word ".repeat(100)}`,
  ])("returns false for %s", (question) => {
    expect(isFollowUp(question)).toBe(false);
  });
});

describe("isFollowUp in other languages", () => {
  it.each([
    ["german", "Und wie lange dauert das?"],
    ["german", "Welches ist das leichteste?"],
    ["german", "Was kostet das?"],
    ["german", "Wie ist es mit dem kleineren?"],
    ["french", "Et combien coûte-t-il ?"],
    ["french", "Lequel est le plus léger ?"],
    ["spanish", "¿Y cuánto cuesta?"],
    ["spanish", "¿Cuál es el más ligero?"],
    ["italian", "Qual è il più leggero?"],
    ["dutch", "En hoe lang duurt dat?"],
  ])("returns true in %s for %s", (language, question) => {
    expect(isFollowUp(question, language)).toBe(true);
  });

  it.each([
    ["german", "Wie lange dauert das Laden des Akkus?"],
    ["german", "Wie lange habe ich Garantie auf den Akku?"],
    ["french", "Combien de temps dure la charge de la batterie ?"],
    ["spanish", "¿Cuánto tiempo tarda en cargar la batería?"],
  ])("returns false in %s for %s", (language, question) => {
    expect(isFollowUp(question, language)).toBe(false);
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
