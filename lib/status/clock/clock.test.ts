import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instantOf, isoWeekday, localDate } from "#lib/core/local-time.ts";
import { evolveRound, noRound, type Round, type RoundState } from "../model/round.ts";
import type { DatedEvent } from "../model/status-event.ts";
import { currentRounds, dueInRound, isWorthOpening, judgeAsk, snoozeChoices } from "./due.ts";
import { type ClockMember, type ClockTeam, isAway, roundTimes, whyNoRound } from "./round-times.ts";

const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu"];
const HOUR_MS = 3_600_000;

const team = (changes: Partial<ClockTeam> = {}): ClockTeam => ({
  pollSchedule: "mon-fri 09:30",
  timeZone: "Europe/Berlin",
  clock: "team",
  closesAt: "17:00",
  freeDays: [],
  ...changes,
});
const person = (personId: string, changes: Partial<ClockMember> = {}): ClockMember => ({
  personId,
  timeZone: null,
  away: null,
  ...changes,
});

/** What a zone's clocks show, to the minute. */
function shown(at: Date, timeZone: string): string {
  const format = { dateStyle: "short", timeStyle: "short", hourCycle: "h23", timeZone } as const;
  return new Intl.DateTimeFormat("sv", format).format(at);
}

const days = (year: number) =>
  Array.from({ length: 366 }, (_, day) => addDays(`${year}-01-01`, day)).filter((date) =>
    date.startsWith(String(year)),
  );

describe("a wall clock's times (check-ins, test 13)", () => {
  it("moves a skipped time to the first moment after the gap", () => {
    const at = (date: string, hour: number, minute: number, zone: string) =>
      shown(instantOf(date, { hour, minute }, zone), zone);
    expect(at("2026-03-29", 2, 30, "Europe/Berlin")).toBe("2026-03-29 03:00");
    expect(at("2026-03-08", 2, 1, "America/New_York")).toBe("2026-03-08 03:00");
    // Half an hour, in October.
    expect(at("2026-10-04", 2, 15, "Australia/Lord_Howe")).toBe("2026-10-04 02:30");
    // Midnight itself is skipped.
    expect(at("2026-04-24", 0, 0, "Africa/Cairo")).toBe("2026-04-24 01:00");
    expect(at("2026-04-24", 0, 59, "Africa/Cairo")).toBe("2026-04-24 01:00");
    // A whole day is skipped.
    expect(at("2011-12-30", 9, 30, "Pacific/Apia")).toBe("2011-12-31 00:00");
  });

  it("takes the first of a time that is shown twice", () => {
    const at = (date: string, hour: number, minute: number, zone: string) =>
      instantOf(date, { hour, minute }, zone).toISOString();
    expect(at("2026-10-25", 2, 30, "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(at("2026-11-01", 1, 30, "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
    expect(at("2026-04-05", 1, 45, "Australia/Lord_Howe")).toBe("2026-04-04T14:45:00.000Z");
    expect(at("2026-10-29", 23, 30, "Africa/Cairo")).toBe("2026-10-29T20:30:00.000Z");
  });

  it("shows the time asked for, or the first after a gap, in every zone and at every time", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 8 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (zone, day, hour, minute) => {
          const date = addDays("2023-01-01", day);
          const wanted = `${date} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
          const at = instantOf(date, { hour, minute }, zone);
          const before = shown(new Date(at.getTime() - 60_000), zone);
          // Skipped: a minute before, the clocks were not there yet.
          if (shown(at, zone) !== wanted)
            expect([before < wanted, shown(at, zone) > wanted]).toEqual([true, true]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a year of rounds (check-ins, test 13)", () => {
  /** Asked daily at a time that two of the zones skip once, by each person's clock. */
  const everywhere = team({ pollSchedule: "daily 02:15", clock: "person", closesAt: "23:00" });
  const people = ZONES.map((timeZone) => person(timeZone, { timeZone }));

  it.each(ZONES)("asks once on each day of the year in %s", (zone) => {
    const asked = days(2026).map((date) => roundTimes(everywhere, people, date)?.asks.get(zone) as Date);
    expect(asked).toHaveLength(365);
    expect(new Set(asked.map((at) => localDate(at, zone))).size).toBe(365);
    const odd = asked.map((at) => shown(at, zone)).filter((text) => !text.endsWith("02:15"));
    const skipped: Record<string, string[]> = {
      "Europe/Berlin": ["2026-03-29 03:00"],
      "America/New_York": ["2026-03-08 03:00"],
      "Australia/Lord_Howe": ["2026-10-04 02:30"],
    };
    expect(odd).toEqual(skipped[zone] ?? []);
    for (const [index, at] of asked.entries()) {
      const gap = index === 0 ? 24 : (at.getTime() - (asked[index - 1] as Date).getTime()) / HOUR_MS;
      expect(gap).toBeGreaterThanOrEqual(23);
      expect(gap).toBeLessThanOrEqual(25);
    }
  });

  it("says for each day of a year why nobody is asked", () => {
    const own = team({ freeDays: ["2026-01-01", "2026-12-25", "2026-05-09"] });
    const why = days(2026).map((date) => whyNoRound(own, date));
    const count = (reason: string | null) => why.filter((one) => one === reason).length;
    // The third free day is a Saturday.
    expect([count(null), count("weekday"), count("free-day")]).toEqual([259, 104, 2]);
    expect(whyNoRound(team({ pollSchedule: null }), "2026-03-02")).toBe("no-schedule");
    for (const date of days(2026)) expect(whyNoRound(own, date) === "weekday").toBe(isoWeekday(date) > 5);
  });

  it("leaves out who is away, both days included (check-ins, test 20)", () => {
    const ada = person("ada", { away: { from: "2026-03-03", until: "2026-03-05" } });
    const asked = ["02", "03", "05", "06"].map((day) =>
      roundTimes(team(), [ada], `2026-03-${day}`)?.asks.has("ada"),
    );
    expect(asked).toEqual([true, false, false, true]);
    expect(isAway({ away: { from: "2026-03-03", until: null } }, "2027-01-01")).toBe(true);
  });

  it("closes at the team's time, but not before everyone had an hour", () => {
    const closing = (changes: Partial<ClockTeam>, ...zones: string[]) => {
      const members = zones.map((timeZone) => person(timeZone, { timeZone }));
      const times = roundTimes(team(changes), members, "2026-03-02");
      return times && shown(times.closesAt, "Europe/Berlin");
    };
    expect(closing({})).toBe("2026-03-02 17:00");
    expect(closing({ clock: "person" }, "America/Los_Angeles")).toBe("2026-03-02 19:30");
    expect(closing({ closesAt: "08:00" })).toBe("2026-03-03 08:00");
    expect(closing({ closesAt: "09:45" })).toBe("2026-03-02 10:30");
  });
});

/** A round as its events make it. */
function opened(date: string, own: ClockTeam, members: ClockMember[], at: Date): Round {
  const closesAt = roundTimes(own, members, date)?.closesAt.toISOString() ?? "";
  const people = members.map(({ personId, ...one }) => ({
    personId,
    name: personId,
    state: isAway(one, date) ? ("away" as const) : ("waiting" as const),
    updateId: null,
  }));
  const event = { type: "round.opened" as const, data: { teamId: "t", date, closesAt, people } };
  return evolveRound(noRound, { ...event, at: at.toISOString() }) as Round;
}

const apply = (round: Round, ...events: DatedEvent[]) =>
  events.reduce<RoundState>(evolveRound, round) as Round;

/** Runs a scheduler that is up at the given moments, and tells when it asked whom. */
function simulate(own: ClockTeam, members: ClockMember[], moments: Iterable<Date>) {
  const rounds = new Map<string, Round>();
  const asked: { personId: string; date: string; at: Date }[] = [];
  for (const now of moments)
    for (const { date, times } of currentRounds(own, members, now)) {
      if (!rounds.has(date) && isWorthOpening(times, now)) rounds.set(date, opened(date, own, members, now));
      const round = rounds.get(date);
      if (!round) continue;
      for (const due of dueInRound(round, times.asks, () => false, now)) {
        if (due.type !== "ask") continue;
        asked.push({ personId: due.personId, date, at: now });
        const data = { teamId: "t", date, personId: due.personId, by: "slack" as const };
        rounds.set(
          date,
          apply(rounds.get(date) as Round, { type: "round.asked", data, at: now.toISOString() }),
        );
      }
    }
  return { asked, rounds };
}

function* minutes(from: string, to: string, step = 1): Generator<Date> {
  for (let at = Date.parse(from); at < Date.parse(to); at += step * 60_000) yield new Date(at);
}

describe("the scheduler's decisions", () => {
  it("asks everyone once a day, at their own morning, over the changes of the clocks", () => {
    const own = team({ pollSchedule: "daily 09:30", clock: "person" });
    const people = ZONES.map((timeZone) => person(timeZone, { timeZone }));
    for (const [from, to] of [
      ["2026-03-06T00:00:00Z", "2026-03-12T00:00:00Z"],
      ["2026-03-27T00:00:00Z", "2026-04-02T00:00:00Z"],
      ["2026-10-23T00:00:00Z", "2026-10-29T00:00:00Z"],
    ] as const) {
      // On the first day it starts in the middle of rounds, which it joins late.
      const started = Date.parse(from) + 24 * HOUR_MS;
      const asked = simulate(own, people, minutes(from, to, 5)).asked.filter(
        ({ at }) => at.getTime() >= started,
      );
      const keys = asked.map(({ personId, date }) => `${personId} ${date}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { personId, at } of asked) expect(shown(at, personId)).toMatch(/09:3[0-4]$/);
      for (const zone of ZONES)
        expect(asked.filter(({ personId }) => personId === zone).length).toBeGreaterThanOrEqual(4);
    }
  });

  it("catches up on what is still worth it after a downtime, and never in a burst", () => {
    const ada = [person("ada")];
    const up = (...moments: string[]) =>
      simulate(
        team(),
        ada,
        moments.map((text) => new Date(text)),
      ).asked.map(({ date, at }) => [date, shown(at, "Europe/Berlin")]);
    // Down over the slot: late. Down until within an hour of the closing: not asked.
    expect(up("2026-03-02T07:00:00Z", "2026-03-02T13:00:00Z")).toEqual([["2026-03-02", "2026-03-02 14:00"]]);
    expect(up("2026-03-02T07:00:00Z", "2026-03-02T15:30:00Z", "2026-03-02T15:40:00Z")).toEqual([]);
    // Down for a week: the current round alone.
    expect(up("2026-03-02T08:30:00Z", "2026-03-10T10:00:00Z")).toEqual([
      ["2026-03-02", "2026-03-02 09:30"],
      ["2026-03-10", "2026-03-10 11:00"],
    ]);
  });

  it("judges a question by what is left of the round", () => {
    const [ask, close] = [new Date("2026-03-02T08:30:00Z"), new Date("2026-03-02T16:00:00Z")];
    const at = (text: string) => judgeAsk(ask, close, new Date(`2026-03-02T${text}:00Z`));
    expect([at("08:29"), at("08:30"), at("08:35"), at("08:36"), at("15:00"), at("15:01")]).toEqual([
      "not-yet",
      "on-time",
      "on-time",
      "late",
      "late",
      "too-late",
    ]);
  });

  it("reminds who is missing, once, unless they do not want it or have snoozed", () => {
    const members = ["ada", "ben", "cem", "dan"].map((name) => person(name));
    const [date, own] = ["2026-03-02", team()];
    const times = roundTimes(own, members, date);
    const round = opened(date, own, members, times?.opensAt as Date);
    const at = "2026-03-02T08:30:00.000Z";
    const base = { teamId: "t", date };
    const asked = apply(
      round,
      ...members.map(({ personId }) => ({
        type: "round.asked" as const,
        data: { ...base, personId, by: "slack" as const },
        at,
      })),
      {
        type: "round.answered",
        data: { ...base, personId: "ben", name: "Ben", updateId: "u1", isLate: false },
        at,
      },
      { type: "round.snoozed", data: { ...base, personId: "dan", until: "2026-03-02T09:30:00.000Z" }, at },
      {
        type: "round.asked",
        data: { ...base, personId: "dan", by: "slack" },
        at: "2026-03-02T09:30:00.000Z",
      },
    );
    const due = (now: string, from = asked) =>
      dueInRound(from, times?.asks ?? new Map(), (personId) => personId !== "cem", new Date(now));
    expect(due("2026-03-02T15:29:00Z")).toEqual([]);
    expect(due("2026-03-02T15:30:00Z")).toEqual([{ type: "remind", personId: "ada" }]);
    const reminded = apply(asked, {
      type: "round.reminded",
      data: { ...base, personId: "ada" },
      at: "2026-03-02T15:30:00.000Z",
    });
    expect(due("2026-03-02T15:31:00Z", reminded)).toEqual([]);
    expect(due("2026-03-02T16:00:00Z", reminded)).toEqual([{ type: "close", reason: "time" }]);
  });

  it("offers no snooze past the closing, nor a fourth (check-ins, test 20)", () => {
    const [date, own, ada] = ["2026-03-02", team(), [person("ada")]];
    let round = opened(date, own, ada, new Date("2026-03-02T08:30:00Z"));
    const choices = (now: string) => snoozeChoices(round, round.people[0], new Date(now));
    expect(choices("2026-03-02T08:31:00Z")).toEqual([15, 60, 120]);
    expect(choices("2026-03-02T15:00:00Z")).toEqual([15]);
    expect(choices("2026-03-02T15:45:00Z")).toEqual([]);
    for (const until of ["2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z", "2026-03-02T11:00:00.000Z"])
      round = apply(round, {
        type: "round.snoozed",
        data: { teamId: "t", date, personId: "ada", until },
        at: "2026-03-02T08:31:00.000Z",
      });
    expect(choices("2026-03-02T11:00:00Z")).toEqual([]);
  });

  it("keeps a person's zone of the round's start for its asks", () => {
    const own = team({ clock: "person" });
    const before = roundTimes(own, [person("ada", { timeZone: "Europe/Berlin" })], "2026-03-02");
    const after = roundTimes(own, [person("ada", { timeZone: "America/New_York" })], "2026-03-02");
    expect(before?.asks.get("ada")).not.toEqual(after?.asks.get("ada"));
  });
});
