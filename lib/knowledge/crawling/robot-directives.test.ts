import { expect, test } from "vitest";
import { readRobotDirectives } from "./robot-directives.ts";

test.each([
  ["", false, false],
  ["index, follow", false, false],
  ["noindex", true, false],
  ["NoIndex , NOFOLLOW", true, true],
  ["nofollow", false, true],
  ["none", true, true],
  ["all", false, false],
  ["noarchive, max-snippet: 20, noindex", true, false],
  ["unavailable_after: 25 Jun 2010 15:00:00 PST, noindex", true, false],
  ["otherbot: noindex", false, false],
  ["otherbot: noindex, nofollow", false, false],
  ["Parley: noindex", true, false],
  ["otherbot: nofollow, parley: noindex", true, false],
  ["noindex, otherbot: nofollow", true, false],
  ["noindexed", false, false],
  [":", false, false],
])("%s", (value, isNoindex, isNofollow) => {
  expect(readRobotDirectives(value, "Parley")).toEqual({ isNoindex, isNofollow });
});
