import { expect, it } from "vitest";
import { groupByDay } from "./group-by-day.ts";

const now = new Date("2026-03-29T10:00:00Z");
const at = (updatedAt: string) => ({ id: updatedAt, title: "", updatedAt });
const groups = (times: string[], timeZone: string) =>
  groupByDay(times.map(at), now, timeZone).map(({ kind, conversations }) => [kind, conversations.length]);

it("groups by day, week, thirty days and month", () => {
  const times = [
    "2026-03-29T10:00:05Z",
    "2026-03-29T00:00:00Z",
    "2026-03-28T23:59:59Z",
    "2026-03-27T12:00:00Z",
    "2026-03-22T00:00:00Z",
    "2026-03-21T23:00:00Z",
    "2026-02-27T00:00:00Z",
    "2026-02-26T00:00:00Z",
    "2026-02-01T00:00:00Z",
    "2025-02-01T00:00:00Z",
  ];
  expect(groups(times, "UTC")).toEqual([
    ["today", 2],
    ["yesterday", 1],
    ["week", 2],
    ["recent", 2],
    ["month", 2],
    ["month", 1],
  ]);
  expect(groups([], "UTC")).toEqual([]);
});

it("counts days as the reader's calendar does, also over the change to summer time", () => {
  expect(groups(["2026-03-28T23:30:00Z"], "Europe/Berlin")).toEqual([["today", 1]]);
  expect(groups(["2026-03-28T22:30:00Z", "2026-03-27T22:30:00Z"], "Europe/Berlin")).toEqual([
    ["yesterday", 1],
    ["week", 1],
  ]);
  expect(groups(["2026-03-28T18:14:00Z", "2026-03-28T18:16:00Z"].reverse(), "Asia/Kathmandu")).toEqual([
    ["today", 1],
    ["yesterday", 1],
  ]);
});
