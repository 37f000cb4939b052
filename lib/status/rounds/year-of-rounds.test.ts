import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { newId } from "#lib/core/ids.ts";
import { eventsOf } from "#testing/status/memory-store.ts";
import { downtimes, teams, ZONES } from "#testing/status/planned-year.ts";
import { momentsOf, type PlannedTeam, reckonAsks, type Verdict } from "#testing/status/reckon-asks.ts";
import { minuteOf, textOf, WallClock } from "#testing/status/wall-clock.ts";
import { actionsIn, refused, slackUser } from "#testing/status/year-actions.ts";
import { isAway, whyNoRound } from "../clock/round-times.ts";
import { registerTeam } from "../commands/register-team.ts";
import { loadRound, loadTeam } from "../load.ts";
import { registerTeamInput } from "../schema.ts";
import { keepRoundsOf } from "./keep-rounds.ts";

// Only what stores and sends is replaced: the scheduler, its commands and rules are those that run.
vi.mock("../queries/events.ts", async () => (await import("#testing/status/memory-store.ts")).eventQueries);
vi.mock("../queries/reads.ts", async () => (await import("#testing/status/memory-store.ts")).readQueries);
vi.mock("../projection/project.ts", () => ({
  project: async () => undefined,
  wakeProjector: () => undefined,
}));
vi.mock("#lib/jobs/transaction-with-jobs.ts", () => ({
  transactionWithJobs: (ctx: Context, _: unknown, work: (tx: Context, enqueue: unknown) => unknown) =>
    work(ctx, undefined),
}));
const slack = vi.hoisted(() => ({ zones: new Map<string, string>(), deliveries: [] as string[] }));
vi.mock("#lib/slack/doors/find-slack.ts", () => ({ findSlack: async () => ({}) }));
vi.mock("#lib/slack/people/get-person.ts", () => ({}));
vi.mock("#lib/slack/people/list-people.ts", () => ({
  listSlackPeople: async () =>
    [...slack.zones].map(([slackUser, timeZone]) => ({ slackUser, timeZone, isActive: true })),
}));
vi.mock("#lib/slack/deliveries/enqueue-delivery.ts", () => ({
  enqueueDelivery: async ({ tenantId }: Context, _: unknown, { key }: { key: string }) => {
    slack.deliveries.push(`${tenantId} ${key}`);
  },
}));

const DAY = 1_440;
/** The year, and enough around it that rounds of its first and last day begin and end. */
const [FIRST, LAST] = [minuteOf("2025-12-30"), minuteOf("2027-01-03")];
const dates = Array.from({ length: 365 }, (_, day) =>
  textOf(minuteOf("2026-01-01") + day * DAY).slice(0, 10),
);

const clocks = new Map(
  ["UTC", ...Object.values(ZONES)].map((zone) => [zone, new WallClock(zone, "2025-12-25", "2027-01-10")]),
);
const isDown = (minute: number) =>
  downtimes.some(([from, to]) => minuteOf(from) <= minute && minute < minuteOf(to));

let now = FIRST - DAY;
const contexts = new Map<string, Context>();
const ctxOf = (team: string) => contexts.get(team) as Context;

async function register({ schedule, ...plan }: (typeof teams)[number]): Promise<void> {
  const ctx = sealContext({ tenantId: newId("ten"), actor: { kind: "public" } });
  contexts.set(plan.id, { ...ctx, now: () => new Date(now * 60_000) });
  const members = plan.people.map(({ id, zoneOn }) => ({
    personId: id,
    name: id,
    slackUser: slackUser(plan.id, id),
    timeZone: zoneOn("2026-01-01"),
  }));
  for (const member of members) slack.zones.set(member.slackUser, member.timeZone);
  await registerTeam(
    ctxOf(plan.id),
    registerTeamInput.parse({
      team_id: plan.id,
      name: plan.id,
      slack_channel: "",
      poll_schedule: schedule,
      time_zone: plan.zone,
      clock: plan.byPerson ? "person" : "team",
      closes_at: plan.closesAt,
      free_days: plan.freeDays,
      members,
    }),
  );
}

/** Runs the scheduler over the year, at the minutes when something of a team's rounds may be due. */
async function live(plan: PlannedTeam): Promise<void> {
  const minutes = new Set<number>();
  for (let minute = FIRST; minute < LAST; minute += DAY / 4) minutes.add(minute);
  for (let minute = FIRST; minute < LAST; minute += DAY)
    for (const moment of momentsOf(plan, textOf(minute).slice(0, 10), clocks)) minutes.add(moment);
  for (const person of plan.people)
    for (const until of Object.values(person.snoozed ?? {}).flat()) minutes.add(minuteOf(until));
  for (const [, to] of downtimes) minutes.add(minuteOf(to));
  const own = actionsIn(slack.zones)
    .filter(({ team }) => team === plan.id)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const minute of [...minutes].filter((one) => !isDown(one)).sort((a, b) => a - b)) {
    for (let next = own[0]; next && minuteOf(next.at) <= minute; next = own[0]) {
      now = minuteOf(next.at);
      await next.run(ctxOf(plan.id));
      own.shift();
    }
    now = minute;
    await keepRoundsOf(ctxOf(plan.id));
  }
}

const lineOf = (team: string, date: string, person: string, what: string) =>
  `${date} ${team} ${person}: ${what}`;
const said = (verdict: Verdict | undefined) =>
  verdict && "asked" in verdict ? `asked ${verdict.asked.join(", ")}` : `not asked: ${verdict?.why}`;

/** What the scheduler did, a line for each person and date. */
async function table(plan: PlannedTeam): Promise<string[]> {
  const ctx = ctxOf(plan.id);
  const asked = Map.groupBy(
    eventsOf(ctx).filter(({ type }) => type === "round.asked"),
    ({ data }) => `${(data as { date: string }).date} ${(data as { personId: string }).personId}`,
  );
  const { state: team } = await loadTeam(ctx, plan.id);
  if (team.kind === "none") throw new Error("The team is gone.");
  const lines: string[] = [];
  for (const date of dates) {
    const { state: round } = await loadRound(ctx, plan.id, date);
    for (const { id } of plan.people) {
      const asks = asked.get(`${date} ${id}`)?.map(({ timestamp }) => textOf(timestamp.getTime() / 60_000));
      const person = round.kind === "none" ? null : round.people.find(({ personId }) => personId === id);
      const why = person
        ? ({ away: "away", answered: "answered" } as Record<string, string>)[person.state]
        : (whyNoRound(team, date) ?? (team.members.every((one) => isAway(one, date)) ? "away" : null));
      lines.push(
        lineOf(plan.id, date, id, said(asks ? { asked: asks, isLate: false } : { why: why ?? "down" })),
      );
    }
  }
  return lines;
}

/** The same by the second reckoning, and how often each outcome occurs. */
function reckoned(plan: PlannedTeam) {
  const lines: string[] = [];
  const counts = new Map<string, Record<string, number>>();
  for (const date of dates) {
    const verdicts = reckonAsks(plan, date, clocks, downtimes);
    for (const { id } of plan.people) {
      const verdict = verdicts.get(id);
      lines.push(lineOf(plan.id, date, id, said(verdict)));
      const what = verdict && "why" in verdict ? verdict.why : verdict?.isLate ? "late" : "asked";
      const own = counts.get(id) ?? {};
      counts.set(id, { ...own, [what]: (own[what] ?? 0) + 1 });
    }
  }
  return { lines, counts };
}

describe("the scheduler over the year 2026 (13)", () => {
  const tables = new Map<string, string[]>();

  beforeAll(async () => {
    for (const team of teams) await register(team);
    for (const team of teams) {
      await live(team);
      tables.set(team.id, await table(team));
    }
  });
  afterAll(() => vi.restoreAllMocks());

  it.each(teams.map(({ id }) => id))("asks in the team %s as a second reckoning says", (id) => {
    const plan = teams.find((team) => team.id === id) as PlannedTeam;
    expect(tables.get(id)).toEqual(reckoned(plan).lines);
  });

  it("asks, and does not ask, as often as the calendar says", () => {
    const counted = Object.fromEntries(
      teams.flatMap((plan) =>
        [...reckoned(plan).counts].map(([person, counts]) => [`${plan.id} ${person}`, counts]),
      ),
    );
    const work = { weekday: 104, "free-day": 3 };
    expect(counted).toEqual({
      "work berlin": { ...work, asked: 252, down: 6 },
      "work newyork": { ...work, asked: 252, down: 6 },
      "work lordhowe": { ...work, asked: 243, away: 11, down: 4 },
      "work cairo": { ...work, asked: 242, away: 10, answered: 1, down: 5 },
      "work kathmandu": { ...work, asked: 251, late: 1, answered: 1, down: 5 },
      "gap berlin": { asked: 358, late: 2, down: 5 },
      "gap newyork": { asked: 359, late: 1, down: 5 },
      "gap lordhowe": { asked: 360, late: 1, down: 4 },
      "gap cairo": { asked: 359, late: 1, down: 5 },
      "gap kathmandu": { asked: 360, late: 1, down: 4 },
      "twice-berlin berlin": { asked: 357, late: 2, answered: 1, down: 5 },
      "morning berlin": { weekday: 104, asked: 255, down: 6 },
      "twice-newyork newyork": { asked: 359, late: 1, down: 5 },
      "twice-lordhowe lordhowe": { asked: 359, late: 1, down: 5 },
      "twice-cairo cairo": { asked: 360, late: 1, down: 4 },
      "midnight cairo": { asked: 360, late: 1, down: 4 },
      "weekend cairo": { weekday: 104, asked: 252, away: 5, down: 4 },
      "evening kathmandu": { weekday: 261, asked: 102, down: 2 },
    });
  });

  it("asks once where clocks skip or repeat the time, and says why it does not ask", () => {
    const lines = new Set([...tables.values()].flat());
    const expected = [
      // Skipped: the first moment after it.
      "2026-03-08 gap newyork: asked 2026-03-08T07:00Z",
      "2026-03-29 gap berlin: asked 2026-03-29T01:00Z",
      "2026-10-04 gap lordhowe: asked 2026-10-03T15:30Z",
      "2026-04-24 midnight cairo: asked 2026-04-23T22:00Z",
      // Shown twice: the first of them; late if no scheduler ran then.
      "2026-11-01 twice-newyork newyork: asked 2026-11-01T05:30Z",
      "2026-04-05 twice-lordhowe lordhowe: asked 2026-04-04T14:45Z",
      "2026-10-29 twice-cairo cairo: asked 2026-10-29T20:30Z",
      "2026-10-25 twice-berlin berlin: asked 2026-10-25T01:35Z",
      "2026-03-29 gap kathmandu: asked 2026-03-28T20:30Z",
      "2026-02-03 work kathmandu: asked 2026-02-03T06:00Z",
      "2026-02-10 work berlin: not asked: down",
      "2026-03-18 work berlin: not asked: down",
      "2026-03-16 work lordhowe: asked 2026-03-15T22:30Z",
      "2026-03-11 work kathmandu: not asked: answered",
      "2026-04-13 work berlin: asked 2026-04-13T07:30Z, 2026-04-13T08:35Z, 2026-04-13T09:35Z, 2026-04-13T10:35Z",
      "2026-04-14 work berlin: asked 2026-04-14T07:30Z",
      "2026-07-01 work berlin: asked 2026-07-01T07:30Z",
      "2026-07-02 work berlin: asked 2026-07-02T13:30Z",
      "2026-08-14 work cairo: not asked: away",
      "2026-12-14 work lordhowe: not asked: away",
      "2026-12-15 work lordhowe: asked 2026-12-14T22:30Z",
      "2026-12-25 work newyork: not asked: free-day",
      "2026-12-26 work newyork: not asked: weekday",
    ];
    expect(expected.filter((line) => !lines.has(line))).toEqual([]);
  });

  it("opens no round of which too little is left", async () => {
    const opened = eventsOf(ctxOf("morning")).filter(({ type }) => type === "round.opened");
    const of = new Set(opened.map(({ data }) => (data as { date: string }).date));
    expect(["2026-02-09", "2026-02-10", "2026-02-11"].filter((date) => of.has(date))).toEqual([
      "2026-02-09",
      "2026-02-11",
    ]);
  });

  it("snoozes three times, and not past the closing (20)", () => {
    expect(refused).toEqual(["13T10:40 until 13T11:35: conflict", "14T07:35 until 14T15:30: conflict"]);
  });

  it("sends each question and reminder once", () => {
    expect(new Set(slack.deliveries).size).toBe(slack.deliveries.length);
    const asks = slack.deliveries.filter((key) => key.includes(" ask:"));
    const events = [...contexts.values()].flatMap((ctx) =>
      eventsOf(ctx).filter(({ type }) => type === "round.asked"),
    );
    expect(asks).toHaveLength(events.length);
  });
});
