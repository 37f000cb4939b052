import { describe, expect, test } from "vitest";
import { completeMention, findMention, matchNames } from "./find-mention.ts";

describe("findMention", () => {
  test.each([
    ["@", 1, { at: 0, query: "" }],
    ["Hi @Mar", 7, { at: 3, query: "Mar" }],
    ["Hi @Quiet Her", 13, { at: 3, query: "Quiet Her" }],
    ["(@bo", 4, { at: 1, query: "bo" }],
    ["@bot hello", 2, { at: 0, query: "b" }],
  ])("finds the mention before the caret in %j", (text, caret, expected) => {
    expect(findMention(text, caret)).toEqual(expected);
  });

  test.each([
    ["no mention", 5],
    ["mail me@example.org", 19],
    ["@ alone", 7],
    ["@Mara\nnext line", 15],
    [`@${"long".repeat(20)}`, 81],
  ])("finds none in %j", (text, caret) => {
    expect(findMention(text, caret)).toBeNull();
  });
});

describe("matchNames", () => {
  const names = ["Quiet Heron", "Kestrel Support", "Heron", "quince"];
  test("puts names that begin with the text before names with a later word that does", () => {
    expect(matchNames(names, "her")).toEqual(["Heron", "Quiet Heron"]);
  });
  test("ignores case, and offers everyone when nothing is typed", () => {
    expect(matchNames(names, "QUI")).toEqual(["Quiet Heron", "quince"]);
    expect(matchNames(names, "")).toEqual(names);
  });
});

describe("completeMention", () => {
  test("replaces what was typed and puts the caret after a space", () => {
    expect(completeMention("Hi @her", { at: 3, query: "her" }, "Heron")).toEqual({
      text: "Hi @Heron ",
      caret: 10,
    });
  });
  test("adds no second space before text that follows", () => {
    expect(completeMention("Hi @her, and you?", { at: 3, query: "her" }, "Heron").text).toBe(
      "Hi @Heron , and you?",
    );
    expect(completeMention("Hi @her and you?", { at: 3, query: "her" }, "Heron").text).toBe(
      "Hi @Heron and you?",
    );
  });
});
