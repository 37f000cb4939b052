import { expect, test } from "vitest";
import { defineCron, nextTime } from "./cron.ts";

const berlin = (at: string) => ({ at, timeZone: "Europe/Berlin" });
const next = (cron: { at: string; timeZone: string }, after: string) =>
  nextTime(cron, new Date(after)).toISOString();

test("a time is that of its zone's clock, in winter and in summer", () => {
  expect(next(berlin("0 9 * * 1-5"), "2027-01-15T07:59:59Z")).toBe("2027-01-15T08:00:00.000Z");
  expect(next(berlin("0 9 * * 1-5"), "2027-07-15T06:00:00Z")).toBe("2027-07-15T07:00:00.000Z");
  expect(next({ at: "0 9 * * *", timeZone: "Asia/Kolkata" }, "2027-07-15T00:00:00Z")).toBe(
    "2027-07-15T03:30:00.000Z",
  );
});

test("weekends are passed over, and what is due this very moment is not due again", () => {
  expect(next(berlin("0 9 * * 1-5"), "2027-01-15T08:00:00Z")).toBe("2027-01-18T08:00:00.000Z");
});

test("a time that summer time leaves out comes that day all the same, and one that comes twice comes once", () => {
  expect(next(berlin("30 2 * * *"), "2027-03-27T12:00:00Z")).toBe("2027-03-28T01:30:00.000Z");
  expect(next(berlin("30 2 * * *"), "2027-03-28T01:30:00Z")).toBe("2027-03-29T00:30:00.000Z");
  const once = next(berlin("30 2 * * *"), "2027-10-30T12:00:00Z");
  expect(next(berlin("30 2 * * *"), once)).toBe("2027-11-01T01:30:00.000Z");
});

test("what is no time and no zone is refused when it is written", () => {
  const cron = { name: "testing.cron", expireSeconds: 60, run: async () => undefined };
  expect(() => defineCron({ ...cron, at: "every day", timeZone: "UTC" })).toThrow();
  expect(() => defineCron({ ...cron, at: "0 9 * * *", timeZone: "Europe/Atlantis" })).toThrow();
});
