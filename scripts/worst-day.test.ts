import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { worstDay } from "./worst-day.ts";

it("is what docs/limits.md says that strangers can cause in a day", () => {
  expect(readFileSync("docs/limits.md", "utf8")).toContain(worstDay());
});

it("stays within what an instance can bear when 20 strangers sign up", () => {
  expect(worstDay()).not.toMatch(/∞|Infinity|NaN/);
});
