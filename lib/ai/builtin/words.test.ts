import { expect, test } from "vitest";
import { irregular } from "./english.ts";
import { isRelated, isTypo, keyOf, readWords } from "./words.ts";

test.each([
  ["tyres", "tire"],
  ["colour", "color"],
  ["stolen", "steal"],
  ["children", "child"],
  ["centres", "center"],
  ["organise", "organize"],
  ["batteries", "battery"],
  ["user's", "users"],
  ["loss", "lost"],
  ["sale", "sold"],
  ["height", "high"],
])("%s and %s are one word", (one, other) => expect(keyOf(one)).toBe(keyOf(other)));

test("relates words of one family only", () => {
  expect(isRelated(keyOf("delivery"), keyOf("deliver"))).toBe(true);
  expect(isRelated(keyOf("weigh"), keyOf("weight"))).toBe(true);
  expect(isRelated(keyOf("charge"), keyOf("chart"))).toBe(false);
  expect(isRelated(keyOf("note"), keyOf("notebook"))).toBe(false);
});

test("accepts one typo in long words only", () => {
  expect(isTypo("batteri", "bateri")).toBe(true);
  expect(isTypo("presure", "pressure")).toBe(true);
  expect(isTypo("recieve", "receive")).toBe(true);
  expect(isTypo("steel", "steer")).toBe(false);
  expect(isTypo("dog", "dot")).toBe(false);
});

test("reads codes, compounds and measures in all their forms", () => {
  const keys = (text: string) => readWords(text).flatMap((word) => word.keys);
  expect(keys("K-Pad")).toContain("kpad");
  expect(keys("pg_dump")).toEqual(expect.arrayContaining(["pg_dump", "dump"]));
  expect(keys("25km")).toEqual(expect.arrayContaining(["25", "km"]));
  expect(keys("1,440 Wh")).toContain("1440");
});

test("maps every irregular form to its base", () => {
  expect(irregular).toMatchObject({
    broken: "break",
    worn: "wear",
    fallen: "fall",
    wrote: "write",
    theft: "steal",
  });
});
