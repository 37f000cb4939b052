import { expect, test } from "vitest";
import { irregular } from "./english.ts";
import { isRelated, isSlip, keyOf, readWords } from "./words.ts";

test.each([
  ["tyres", "tire"],
  ["colour", "color"],
  ["stolen", "steal"],
  ["children", "child"],
  ["centres", "center"],
  ["organise", "organize"],
  ["batteries", "battery"],
  ["user's", "users"],
])("%s and %s are one word", (one, other) => expect(keyOf(one)).toBe(keyOf(other)));

test("words of one family are related, others are not", () => {
  expect(isRelated(keyOf("delivery"), keyOf("deliver"))).toBe(true);
  expect(isRelated(keyOf("weigh"), keyOf("weight"))).toBe(true);
  expect(isRelated(keyOf("charge"), keyOf("chart"))).toBe(false);
  expect(isRelated(keyOf("note"), keyOf("notebook"))).toBe(false);
});

test("one slip of the finger is forgiven in long words only", () => {
  expect(isSlip("batteri", "bateri")).toBe(true);
  expect(isSlip("presure", "pressure")).toBe(true);
  expect(isSlip("recieve", "receive")).toBe(true);
  expect(isSlip("steel", "steer")).toBe(false);
  expect(isSlip("dog", "dot")).toBe(false);
});

test("reads codes, joined words and measures under all their forms", () => {
  const keys = (text: string) => readWords(text).flatMap((word) => word.keys);
  expect(keys("K-Pad")).toContain("kpad");
  expect(keys("pg_dump")).toEqual(expect.arrayContaining(["pg_dump", "dump"]));
  expect(keys("25km")).toEqual(expect.arrayContaining(["25", "km"]));
  expect(keys("1,440 Wh")).toContain("1440");
});

test("every irregular form has its base", () => {
  expect(irregular).toMatchObject({
    broken: "break",
    worn: "wear",
    fallen: "fall",
    wrote: "write",
    theft: "steal",
  });
});
