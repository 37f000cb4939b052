import { describe, expect, it } from "vitest";
import { previewTeam } from "../studio/preview-team.ts";
import { nextAsksOf, nextOpening, samplePeople } from "./next-asks.ts";
import type { ClockTeam } from "./round-times.ts";

const team: ClockTeam = {
  pollSchedule: "mon-fri 09:30",
  timeZone: "Europe/Berlin",
  clock: "person",
  closesAt: "17:00",
  freeDays: [],
};
const person = (timeZone: string | null, personId = String(timeZone)) => ({ personId, timeZone, away: null });
/** A Tuesday, 11:00 in Berlin. */
const now = new Date("2026-12-01T10:00:00Z");
const isos = (moments: Date[]) => moments.map((at) => at.toISOString());

describe("who is asked next, and when", () => {
  it("follows each person's clock or the team's", () => {
    const [berlin, york] = [person(null), person("America/New_York")];
    expect(isos(nextAsksOf(team, berlin, now, 2))).toEqual([
      "2026-12-02T08:30:00.000Z",
      "2026-12-03T08:30:00.000Z",
    ]);
    // In New York today's question is yet to come.
    expect(isos(nextAsksOf(team, york, now, 1))).toEqual(["2026-12-01T14:30:00.000Z"]);
    expect(isos(nextAsksOf({ ...team, clock: "team" }, york, now, 1))).toEqual(["2026-12-02T08:30:00.000Z"]);
  });

  it("passes weekends, free days, calendars and absences", () => {
    const calendar = {
      source: "file" as const,
      name: "x.ics",
      days: [{ date: "2026-12-03", name: "" }],
      problem: null,
    };
    const free = { ...team, freeDays: ["2026-12-02"], calendar };
    expect(isos(nextAsksOf(free, person(null), now, 2))).toEqual([
      "2026-12-04T08:30:00.000Z",
      "2026-12-07T08:30:00.000Z",
    ]);
    const away = { ...person(null), away: { from: "2026-12-01", until: "2026-12-04" } };
    expect(isos(nextAsksOf(team, away, now, 1))).toEqual(["2026-12-07T08:30:00.000Z"]);
    expect(nextAsksOf(team, { ...away, away: { from: "2026-12-01", until: null } }, now, 1)).toEqual([]);
  });

  it("knows when a team begins to ask, and that one without days never does", () => {
    expect(nextOpening(team, [person(null), person("Asia/Tokyo")], now)?.toISOString()).toBe(
      "2026-12-02T00:30:00.000Z",
    );
    expect(nextOpening({ ...team, pollSchedule: null }, [], now)).toBeNull();
  });

  it("shows people of different zones first", () => {
    const people = [person(null, "a"), person(null, "b"), person("Asia/Tokyo", "c"), person(null, "d")];
    const ids = samplePeople(people, team.timeZone).map(({ personId }) => personId);
    expect(ids).toEqual(["a", "c", "b"]);
  });
});

describe("the preview of a team", () => {
  const input = {
    poll_schedule: "mon-fri 09:30",
    time_zone: "Europe/Berlin",
    clock: "person" as const,
    closes_at: "17:00",
    free_days: ["2026-12-05"],
    calendar_days: [{ date: "2026-12-25", name: "Christmas" }],
    members: [
      { name: "Ann", time_zone: null },
      { name: "Bo", time_zone: "America/New_York" },
    ],
  };

  it("says when people are asked, when it closes, and which days are free", () => {
    expect(previewTeam(input, now)).toEqual({
      people: [
        {
          name: "Ann",
          timeZone: "Europe/Berlin",
          asks: ["2026-12-02T08:30:00.000Z", "2026-12-03T08:30:00.000Z"],
        },
        {
          name: "Bo",
          timeZone: "America/New_York",
          asks: ["2026-12-01T14:30:00.000Z", "2026-12-02T14:30:00.000Z"],
        },
      ],
      timeZone: "Europe/Berlin",
      closesAt: "2026-12-01T16:00:00.000Z",
      // A Saturday has no check-in anyway.
      skipped: ["2026-12-25"],
    });
  });

  it("says that nobody is ever asked", () => {
    const never = previewTeam({ ...input, poll_schedule: null }, now);
    expect(never).toMatchObject({ closesAt: null, skipped: [] });
    expect(never.people.map(({ asks }) => asks)).toEqual([[], []]);
  });
});
