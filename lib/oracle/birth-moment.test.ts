import { expect, test } from "vitest";
import { birthMoment } from "./birth-moment.ts";
import { zonedTimeToUtc } from "./local-time.ts";

const clock = (text: string) => new Date(`${text}:00Z`);

test.each([
  ["1990-06-15T14:30", "Europe/Berlin", "1990-06-15T12:30:00.000Z"],
  ["1990-01-15T14:30", "Europe/Berlin", "1990-01-15T13:30:00.000Z"],
  ["1985-07-04T23:10", "America/New_York", "1985-07-05T03:10:00.000Z"],
  ["2000-01-01T00:00", "Asia/Kolkata", "1999-12-31T18:30:00.000Z"],
  ["2000-01-01T00:00", "UTC", "2000-01-01T00:00:00.000Z"],
])("%s in %s is %s", (text, zone, at) => {
  expect(zonedTimeToUtc(clock(text), zone).toISOString()).toBe(at);
});

test.each([
  ["skipped", "2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["skipped", "2023-03-12T02:30", "America/New_York", "2023-03-12T07:30:00.000Z"],
  ["shown twice", "2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["shown twice", "2023-11-05T01:30", "America/New_York", "2023-11-05T05:30:00.000Z"],
  ["an hour after", "2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["an hour before", "2026-10-25T01:30", "Europe/Berlin", "2026-10-24T23:30:00.000Z"],
])("a time that is %s, %s in %s, is %s", (_, text, zone, at) => {
  expect(zonedTimeToUtc(clock(text), zone).toISOString()).toBe(at);
});

const nothing = { birthTime: null, birthPlace: null };

test("is noon and not exact without a birth time", () => {
  expect(birthMoment({ birthDate: "1990-06-15", ...nothing })).toEqual({
    at: new Date("1990-06-15T12:00:00Z"),
    isExact: false,
    place: null,
  });
});

test("is exact with time and place, by local solar time without a time zone", () => {
  const birthPlace = { name: "Leipzig", latitude: 51.34, longitude: 12.375, timeZone: null };
  expect(birthMoment({ ...nothing, birthDate: "1990-06-15", birthTime: "12:00", birthPlace })).toEqual({
    at: new Date("1990-06-15T11:10:30Z"),
    isExact: true,
    place: { latitude: 51.34, longitude: 12.375 },
  });
});

test("uses the birthplace's time zone if known", () => {
  const birthPlace = { name: "New York", latitude: 40.71, longitude: -74.01, timeZone: "America/New_York" };
  const { at } = birthMoment({ birthDate: "1990-06-15", birthTime: "12:00", birthPlace });
  expect(at).toEqual(new Date("1990-06-15T16:00:00Z"));
});
