import { expect, it } from "vitest";
import { RecentFailures } from "./recent-failures.ts";

it("tells the share of the last ten minutes, of enough requests", () => {
  const recent = new RecentFailures();
  for (const isFailed of [true, true, true, false]) recent.add(isFailed, 1_000);
  expect(recent.percent(2_000)).toBeNull();
  recent.add(false, 2_000);
  expect(recent.percent(2_000)).toBe(60);
  expect(recent.percent(601_000)).toBeNull();
  for (let count = 0; count < 300; count += 1) recent.add(false, 3_000);
  expect(recent.percent(4_000)).toBe(0);
});
