import { describe, expect, it } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { dedupePassages } from "./dedupe-passages.ts";

const terms =
  "The warranty starts on the day of delivery and covers parts and work in all countries that we deliver to, except for wear.";
const texts = (...all: string[]) => dedupePassages(all.map((text) => ({ text }))).map(({ text }) => text);

describe("dedupePassages", () => {
  it("keeps the first of equal passages, even with different punctuation or inside a longer one", () => {
    expect(texts(terms, `**${terms}**`, terms.toUpperCase())).toEqual([terms]);
    const longer = `${terms} A loan bike is given when a repair takes long.`;
    expect(texts(longer, terms)).toEqual([longer]);
  });

  it("keeps a longer passage after a shorter one it contains", () => {
    const longer = `${terms} A loan bike is given when a repair takes more than three weeks, free of any charge.`;
    expect(texts(terms, longer)).toHaveLength(2);
  });

  it("keeps versions that differ only in a number", () => {
    const of = (days: number) => `${terms} A claim is decided within ${days} days. ${terms}`;
    expect(texts(of(3), of(5))).toHaveLength(2);
  });

  it("keeps short passages unless they are equal", () => {
    expect(texts("Closed on Monday", "Closed on Sunday", "closed on Monday!")).toEqual([
      "Closed on Monday",
      "Closed on Sunday",
    ]);
    expect(texts("", "")).toEqual([""]);
  });

  it("returns at most the limit", () => {
    const all = [terms, terms, "Closed on Monday", "Closed on Sunday"].map((text) => ({ text }));
    expect(dedupePassages(all, 2).map(({ text }) => text)).toEqual([terms, "Closed on Monday"]);
    expect(dedupePassages(all, 0)).toEqual([]);
  });

  it("handles many long passages quickly", () => {
    const long = Array.from({ length: 200 }, (_, at) => `${"a b c d e f ".repeat(200)} ${at} ${terms}`);
    expectCpuTimeBelow(2_000, () => dedupePassages(long.map((text) => ({ text }))));
  });
});
