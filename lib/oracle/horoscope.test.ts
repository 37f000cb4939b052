import { expect, test } from "vitest";
import { composeHoroscope } from "./compose-horoscope.ts";
import { readingDay } from "./reading-day.ts";
import { signs } from "./schema.ts";
import { listFacts, skyFacts } from "./sky-facts.ts";

const noon = new Date("2026-11-29T12:00:00Z");

test("composes a different but deterministic text for each sign", () => {
  const texts = signs.map((sign) => composeHoroscope(skyFacts(sign, noon, "day"), "day"));
  expect(new Set(texts).size).toBe(12);
  expect(signs.map((sign) => composeHoroscope(skyFacts(sign, noon, "day"), "day"))).toEqual(texts);
  for (const text of texts)
    expect(text).toMatch(/^The \w[\w ]* moon is in [A-Z]\w+\. Today, the focus is on .+\.$/);
});

test("counts houses from the person's own sign, and omits the moon's aspects for a week", () => {
  // The sun is in Sagittarius until December 21: the first house of that sign, the fifth of Leo.
  expect(listFacts(skyFacts("sagittarius", noon, "day"))).toContain(
    "Sun in Sagittarius, house 1 of Sagittarius",
  );
  expect(listFacts(skyFacts("leo", noon, "day"))).toContain("Sun in Sagittarius, house 5 of Leo");
  for (let day = 1; day < 29; day += 1) {
    const { aspects } = skyFacts("leo", new Date(Date.UTC(2026, 1, day, 12)), "week");
    expect(aspects.flatMap(({ a, b }) => [a, b])).not.toContain("moon");
    expect(aspects.length).toBeLessThanOrEqual(3);
  }
});

test.each([
  ["2026-11-29T00:00:00Z", "2026-11-29", "2026-11-23"],
  ["2026-11-30T00:00:00Z", "2026-11-30", "2026-11-30"],
  ["2027-01-01T23:59:59Z", "2027-01-01", "2026-12-28"],
])("%s is the day %s, in the week from Monday %s", (now, day, monday) => {
  expect(readingDay(new Date(now), "day", null)).toBe(day);
  expect(readingDay(new Date(now), "week", null)).toBe(monday);
});

test.each([
  ["2026-11-29T23:30:00Z", "Europe/Berlin", "2026-11-30", "2026-11-30"],
  ["2026-11-30T04:30:00Z", "America/New_York", "2026-11-29", "2026-11-23"],
  ["2026-11-29T10:00:00Z", "Pacific/Auckland", "2026-11-29", "2026-11-23"],
])("%s in %s is the day %s, in the week from Monday %s", (now, zone, day, monday) => {
  expect(readingDay(new Date(now), "day", zone)).toBe(day);
  expect(readingDay(new Date(now), "week", zone)).toBe(monday);
});
