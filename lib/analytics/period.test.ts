import { describe, expect, it } from "vitest";
import { percentileOf } from "./percentile.ts";
import { periodOf, readAnalyticsQuery } from "./period.ts";

const HOUR = 3_600_000;
const QUARTER = 900_000;

/** The hours of each day of the week that ends with `now`. */
function hoursOf(now: string, timeZone: string): Record<string, number> {
  const { days, bounds } = periodOf({ days: "7" }, new Date(now), timeZone);
  const lengths = bounds.slice(1).map((bound, at) => (bound.getTime() - (bounds[at]?.getTime() ?? 0)) / HOUR);
  return Object.fromEntries(days.map((day, at) => [day, lengths[at + days.length] ?? 0]));
}

describe("a period", () => {
  it("15: has the days of Kathmandu, five and three quarter hours ahead", () => {
    const { days, bounds } = periodOf({ days: "7" }, new Date("2026-12-01T18:15:00Z"), "Asia/Kathmandu");
    expect(days.at(-1)).toBe("2026-12-02");
    expect(bounds.at(-2)?.toISOString()).toBe("2026-12-01T18:15:00.000Z");
  });

  it("15: has a short and a long day where clocks change", () => {
    expect(hoursOf("2026-03-30T12:00:00Z", "Europe/Berlin")["2026-03-29"]).toBe(23);
    expect(hoursOf("2026-10-26T12:00:00Z", "Europe/Berlin")["2026-10-25"]).toBe(25);
    expect(hoursOf("2026-10-06T12:00:00Z", "Australia/Lord_Howe")["2026-10-04"]).toBe(23.5);
    expect(hoursOf("2026-04-06T12:00:00Z", "Australia/Lord_Howe")["2026-04-05"]).toBe(24.5);
  });

  it("15: begins its days with a quarter of an hour, in every zone", () => {
    for (const timeZone of Intl.supportedValuesOf("timeZone"))
      for (const bound of periodOf({ days: "7" }, new Date("2026-11-03T12:00:00Z"), timeZone).bounds)
        expect(bound.getTime() % QUARTER, timeZone).toBe(0);
  });

  it("has as many days before it to compare with", () => {
    const { days, bounds } = periodOf({ days: "30" }, new Date("2026-12-01T12:00:00Z"), "UTC");
    expect(days).toHaveLength(30);
    expect(bounds).toHaveLength(61);
    expect(bounds[30]?.toISOString().slice(0, 10)).toBe(days[0]);
  });

  it("is read from an address that anyone may have written", () => {
    expect(readAnalyticsQuery({ days: "7", chatbot: "support", channel: "" })).toEqual({
      days: "7",
      chatbot: "support",
    });
    expect(readAnalyticsQuery({ days: "9999", chatbot: ["a", "b"] })).toEqual({ days: "30" });
  });
});

describe("a percentile", () => {
  it("is at most a tenth off", () => {
    const times = Array.from({ length: 1_000 }, (_, at) => 200 + at * 3);
    const classes = new Map<number, number>();
    for (const time of times) {
      const place = Math.floor(Math.log(time) / Math.log(1.2));
      classes.set(place, (classes.get(place) ?? 0) + 1);
    }
    for (const share of [0.5, 0.95]) {
      const exact = times[Math.ceil(share * times.length) - 1] ?? 0;
      expect(Math.abs((percentileOf(classes, share) ?? 0) - exact) / exact).toBeLessThan(0.1);
    }
  });

  it("has no value without answers", () => {
    expect(percentileOf(new Map(), 0.5)).toBeNull();
  });
});
