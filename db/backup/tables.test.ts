import { expect, test } from "vitest";
import { referencedFirst } from "./tables.ts";

const named = (...names: string[]) => names.map((name) => ({ name }));

test("referenced tables come first", () => {
  const references = [
    { source: "a", target: "b" },
    { source: "b", target: "c" },
    { source: "d", target: "elsewhere" },
  ];
  expect(referencedFirst(named("a", "b", "c", "d"), references)).toEqual(named("c", "d", "b", "a"));
});

test("tables that reference each other are named", () => {
  const references = [
    { source: "a", target: "b" },
    { source: "b", target: "a" },
  ];
  expect(() => referencedFirst(named("a", "b", "c"), references)).toThrow("each other: a, b.");
});
