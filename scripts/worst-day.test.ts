import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { worstDay } from "./worst-day.ts";

it("matches the table in docs/limits.md", () => {
  expect(readFileSync("docs/limits.md", "utf8")).toContain(worstDay());
});

it("stays within an instance's capacity when 20 strangers sign up", () => {
  expect(worstDay()).not.toMatch(/∞|Infinity|NaN/);
});
