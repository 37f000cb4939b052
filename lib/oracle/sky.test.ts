import { describe, expect, test } from "vitest";
import { natalChart, solarChart } from "./chart.ts";
import { moonAt, riseAndSet } from "./moon.ts";
import { phaseOf } from "./moon-phase.ts";
import { signs } from "./schema.ts";
import { aspectBetween, positionsAt } from "./sky.ts";
import { skyBodies } from "./sky-bodies.ts";
import { longitudeBy, phaseNear, riseAndSetBy } from "./testing/independent-sky.ts";
import { placeOf } from "./zodiac.ts";

const DAY_MS = 86_400_000;
const seconds = (one: Date, other: Date) => Math.abs(one.getTime() - other.getTime()) / 1_000;
const apart = (one: number, other: number) => {
  const turn = Math.abs(one - other) % 360;
  return Math.min(turn, 360 - turn);
};

describe("compared with an independent implementation", () => {
  const quarters = [
    ["new", "newMoon"],
    ["first-quarter", "first"],
    ["full", "full"],
    ["last-quarter", "last"],
  ] as const;

  test("agrees on 24 moon phases within a minute", () => {
    for (const start of [
      "1999-01-05",
      "2012-06-01",
      "2024-03-01",
      "2026-11-01",
      "2031-08-15",
      "2049-12-01",
    ]) {
      const from = new Date(`${start}T00:00:00Z`);
      for (const [phase, theirs] of quarters) {
        const ours = moonAt(from).next.find((one) => one.phase === phase)?.at ?? new Date(0);
        expect(seconds(ours, phaseNear(theirs, ours)), `${phase} after ${start}`).toBeLessThan(60);
      }
    }
  });

  test("agrees on longitudes and signs on 20 days within a hundredth of a degree", () => {
    for (let index = 0; index < 20; index += 1) {
      const at = new Date(Date.UTC(1950 + index * 5, (index * 7) % 12, 1 + ((index * 11) % 28), index));
      for (const { body, longitude, sign } of positionsAt(at)) {
        const theirs = longitudeBy(body, at);
        if (theirs === null) continue;
        expect(apart(longitude, theirs), `${body} at ${at.toISOString()}`).toBeLessThan(0.01);
        expect(sign).toBe(placeOf(theirs).sign);
      }
    }
  });

  test.each([
    ["Berlin", 52.52, 13.405],
    ["Quito", -0.18, -78.47],
    ["Sydney", -33.87, 151.21],
    ["Reykjavik", 64.15, -21.94],
    ["Tokyo", 35.68, 139.69],
  ])("agrees on sunrise, sunset, moonrise and moonset over %s to the minute", (_, latitude, longitude) => {
    for (const day of ["2026-03-20", "2026-06-21", "2026-11-29"]) {
      const from = new Date(`${day}T00:00:00Z`);
      for (const body of ["sun", "moon"] as const) {
        const ours = riseAndSet(body, { latitude, longitude }, from);
        const theirs = riseAndSetBy(body, { latitude, longitude }, from);
        for (const event of ["rise", "set"] as const) {
          const [one, other] = [ours[event], theirs[event]];
          expect(one === null, `${body} ${event} on ${day}`).toBe(other === null);
          if (one && other) expect(seconds(one, other), `${body} ${event} on ${day}`).toBeLessThan(60);
        }
      }
    }
  });
});

test("returns no rise or set while the sun stays below the horizon", () => {
  const tromso = { latitude: 69.65, longitude: 18.96 };
  expect(riseAndSet("sun", tromso, new Date("2026-12-21T00:00:00Z"))).toEqual({ rise: null, set: null });
});

test.each([
  [0, "new"],
  [6, "new"],
  [6.1, "waxing-crescent"],
  [90, "first-quarter"],
  [135, "waxing-gibbous"],
  [180, "full"],
  [225, "waning-gibbous"],
  [270, "last-quarter"],
  [300, "waning-crescent"],
  [359, "new"],
])("a moon %d degrees from the sun is %s", (angle, phase) => {
  expect(phaseOf(angle)).toBe(phase);
});

test("the moon's age, illumination and next phases are consistent", () => {
  for (let day = 0; day < 400; day += 3) {
    const at = new Date(Date.UTC(2025, 0, 1) + day * DAY_MS);
    const { angle, ageDays, illumination, next } = moonAt(at);
    expect(ageDays).toBeGreaterThanOrEqual(0);
    expect(ageDays).toBeLessThan(29.9);
    expect(Math.abs(illumination - (1 - Math.cos((angle * Math.PI) / 180)) / 2)).toBeLessThan(0.01);
    expect(next.map(({ at: when }) => when > at)).toEqual([true, true, true, true]);
    expect(new Set(next.map(({ phase }) => phase)).size).toBe(4);
  }
});

test("Mercury is retrograde on the dates given by almanacs", () => {
  const isBackwards = (day: string) =>
    positionsAt(new Date(`${day}T12:00:00Z`)).find(({ body }) => body === "mercury")?.isRetrograde;
  expect(["2026-03-10", "2026-07-10", "2026-11-05"].map(isBackwards)).toEqual([true, true, true]);
  expect(["2026-01-15", "2026-05-15", "2026-12-15"].map(isBackwards)).toEqual([false, false, false]);
});

test("an aspect uses the nearest angle, also across the start of the zodiac", () => {
  const at = (a: number, b: number) =>
    aspectBetween({ body: "sun", longitude: a }, { body: "mars", longitude: b })?.kind;
  expect(at(359, 3)).toBe("conjunction");
  expect(at(10, 70)).toBe("sextile");
  expect(at(350, 80)).toBe("square");
  expect(at(300, 60)).toBe("trine");
  expect(at(185, 5)).toBe("opposition");
  expect(at(0, 35)).toBeUndefined();
});

test("signs begin every thirty degrees", () => {
  signs.forEach((sign, index) => {
    expect(placeOf(index * 30)).toEqual({ sign, degree: 0 });
    expect(placeOf(index * 30 - 0.001 + 360).sign).toBe(signs[(index + 11) % 12]);
  });
});

describe("charts", () => {
  const birth = new Date("1990-06-15T12:30:00Z");
  const london = { latitude: 51.507, longitude: -0.128 };

  test("have an ascendant on the eastern horizon with time and place", () => {
    const chart = natalChart(birth, london);
    if (chart.kind !== "natal") throw new Error("no natal chart");
    expect(chart.positions.map(({ body }) => body)).toEqual([...skyBodies]);
    expect(chart.positions[0]?.sign).toBe("gemini");
    // The sun is high in the south half an hour after noon: the ascendant is a quarter to a third of a turn
    // ahead of it.
    const at = (place: { sign: (typeof signs)[number]; degree: number }) =>
      signs.indexOf(place.sign) * 30 + place.degree;
    const ahead = (at(chart.ascendant) - (chart.positions[0]?.longitude ?? 0) + 360) % 360;
    expect(ahead).toBeGreaterThan(75);
    expect(ahead).toBeLessThan(125);
    expect(apart(at(chart.midheaven), chart.positions[0]?.longitude ?? 0)).toBeLessThan(20);
  });

  test("report without a birth time whether the moon's sign is certain", () => {
    const kinds = Array.from({ length: 30 }, (_, day) =>
      solarChart(new Date(Date.UTC(2026, 4, 1 + day, 12))),
    );
    const certain = kinds.map((chart) => chart.kind === "solar" && chart.isMoonCertain);
    // The moon changes sign every two and a quarter days.
    expect(certain.filter(Boolean).length).toBeGreaterThan(12);
    expect(certain.filter((is) => !is).length).toBeGreaterThan(8);
  });
});
