import { expect, it } from "vitest";
import { pollDelay } from "./poll-delay.ts";

it("polls every few seconds at first and less often the longer the user is idle", () => {
  expect([0, 29_000, 60_000, 120_000, 3_600_000].map(pollDelay)).toEqual([
    5_000, 5_000, 10_000, 20_000, 30_000,
  ]);
  let asked = 0;
  for (let at = 0; at < 3_600_000; at += pollDelay(at)) asked += 1;
  expect(asked, "in an hour of lying there").toBeLessThan(140);
});
