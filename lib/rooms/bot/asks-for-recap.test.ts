import { describe, expect, it } from "vitest";
import { asksForRecap } from "./asks-for-recap.ts";
import { nextRecapAt } from "./plan-recap.ts";

describe("asksForRecap", () => {
  it.each([
    "recap",
    "Recap, please!",
    "please recap",
    "can you give us a summary of this?",
    "TL;DR?",
    "what did I miss?",
    "catch me up",
    "Zusammenfassung bitte",
    "Was habe ich verpasst?",
    "Résumé, s’il te plaît",
  ])("accepts %j", (text) => expect(asksForRecap(text)).toBe(true));

  it.each([
    "how do I recap a battery?",
    "what happened to the battery?",
    "a summary of the manual's chapter on batteries",
    "who wrote the recap",
    "",
    `${"please ".repeat(40)}recap`,
  ])("leaves %j to an answer", (text) => expect(asksForRecap(text)).toBe(false));
});

describe("when a recap is due", () => {
  const at = new Date("2026-03-01T12:00:00Z");
  const minutes = (count: number) => new Date(at.getTime() + count * 60_000);

  it("is a quarter of an hour after the first message, however many follow", () => {
    expect(nextRecapAt(null, 1, at)).toEqual(minutes(15));
    expect(nextRecapAt(minutes(15), 29, minutes(3))).toEqual(minutes(15));
    expect(nextRecapAt(minutes(5), 31, minutes(3))).toEqual(minutes(5));
  });

  it("is earlier with many messages, but not sooner than five minutes after the first", () => {
    expect(nextRecapAt(minutes(15), 30, minutes(1))).toEqual(minutes(5));
    expect(nextRecapAt(minutes(15), 30, minutes(9))).toEqual(minutes(9));
    expect(nextRecapAt(null, 80, at)).toEqual(minutes(5));
  });
});
