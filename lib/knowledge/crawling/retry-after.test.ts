import { expect, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const now = Date.parse("2026-11-02T08:00:00Z");

test.each<[string | null, number | null]>([
  ["2", 2_000],
  [" 120 ", 120_000],
  ["0", 0],
  ["Mon, 02 Nov 2026 08:00:30 GMT", 30_000],
  ["Mon, 02 Nov 2026 07:00:00 GMT", 0],
  ["-1", null],
  ["1.5", null],
  ["soon", null],
  ["", null],
  [null, null],
])("%s", (value, expected) => {
  expect(readRetryAfter(value, now)).toBe(expected);
});
