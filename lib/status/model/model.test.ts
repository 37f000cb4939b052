import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import { DEFAULT_QUESTIONS, type Member } from "../schema.ts";
import { decideRound, evolveRound, isSettled, noRound, type RoundCommand, type RoundState } from "./round.ts";
import { type DatedEvent, FORGOTTEN, readEvent, statusEvent } from "./status-event.ts";
import { roundStream, streamKind, teamStream, updateStream } from "./streams.ts";
import { decideTeam, evolveTeam, noTeam, type TeamCommand, type TeamState } from "./team.ts";
import { decideUpdate, evolveUpdate, noUpdate, type UpdateState } from "./update.ts";

const now = new Date("2026-11-30T09:00:00.000Z");
const settings = {
  name: "Platform",
  slackChannel: "#platform",
  pollSchedule: "30 9 * * 1-5",
  timeZone: "Europe/Berlin",
  clock: "person" as const,
  closesAt: "17:00",
  questions: DEFAULT_QUESTIONS,
  freeDays: [],
};
const person = (personId: string): Member => ({
  personId,
  name: personId.toUpperCase(),
  slackUser: "",
  timeZone: null,
  away: null,
  reminders: true,
});

function runTeam(commands: TeamCommand[], from: TeamState = noTeam): TeamState {
  return commands.reduce((state, command) => decideTeam(state, command, now).reduce(evolveTeam, state), from);
}
const register: TeamCommand = { type: "register", teamId: "platform", settings, members: [person("ann")] };

function runRound(commands: RoundCommand[], from: RoundState = noRound, at = now): RoundState {
  return commands.reduce(
    (state, command) => decideRound(state, command, at).reduce(evolveRound, state),
    from,
  );
}
const waiting = (personId: string) => ({
  personId,
  name: personId,
  state: "waiting" as const,
  updateId: null,
});
const open: RoundCommand = {
  type: "open",
  teamId: "platform",
  date: "2026-11-30",
  closesAt: "2026-11-30T16:00:00.000Z",
  people: [waiting("ann"), waiting("ben")],
};
const ask = (personId: string): RoundCommand => ({ type: "ask", personId, by: "web" });
const stateOf = (round: RoundState, personId: string) =>
  round.kind === "none" ? undefined : round.people.find((one) => one.personId === personId)?.state;
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error instanceof ParleyError ? error.code : error;
  }
  return null;
};

describe("a team", () => {
  it("is registered once, changed and archived, and refuses changes after that", () => {
    const team = runTeam([register, { type: "change", changes: { name: "Core", pollSchedule: null } }]);
    expect(team).toMatchObject({
      kind: "active",
      name: "Core",
      pollSchedule: null,
      slackChannel: "#platform",
    });
    expect(code(() => runTeam([register], team))).toBe("conflict");
    const archived = runTeam([{ type: "archive" }], team);
    expect(archived.kind).toBe("archived");
    expect(decideTeam(archived, { type: "archive" }, now)).toEqual([]);
    expect(code(() => runTeam([{ type: "change", changes: { name: "X" } }], archived))).toBe("conflict");
    expect(code(() => runTeam([{ type: "archive" }]))).toBe("not_found");
  });

  it("records only what changes", () => {
    const team = runTeam([register]);
    const change = (changes: object) => decideTeam(team, { type: "change", changes }, now);
    expect(change({ name: "Platform", freeDays: [] })).toEqual([]);
    expect(change({ name: "Platform", closesAt: "18:00" })).toMatchObject([
      { data: { changes: { closesAt: "18:00" } } },
    ]);
  });

  it("has each member once, with their own zone, absence and reminders", () => {
    const team = runTeam([
      register,
      { type: "add-member", member: person("ben") },
      { type: "change-zone", personId: "ben", timeZone: "Asia/Kathmandu" },
      { type: "set-away", personId: "ben", away: { from: "2026-12-01", until: "2026-12-03" } },
      { type: "set-reminders", personId: "ben", reminders: false },
      { type: "remove-member", personId: "ann" },
      { type: "remove-member", personId: "ann" },
    ]);
    expect(team).toMatchObject({
      members: [
        {
          personId: "ben",
          timeZone: "Asia/Kathmandu",
          away: { from: "2026-12-01", until: "2026-12-03" },
          reminders: false,
        },
      ],
    });
    expect(code(() => runTeam([{ type: "add-member", member: person("ben") }], team))).toBe("conflict");
    expect(code(() => runTeam([{ type: "set-away", personId: "eve", away: null }], team))).toBe("not_found");
    const backward = { from: "2026-12-03", until: "2026-12-01" };
    expect(code(() => runTeam([{ type: "set-away", personId: "ben", away: backward }], team))).toBe(
      "conflict",
    );
  });
});

describe("an update", () => {
  const team = runTeam([register]);
  const data = {
    updateId: "u1",
    teamId: "platform",
    content: "Fixed the build",
    author: "Ann",
    slackUser: "",
    personId: null,
    roundDate: null,
  };
  const submit = (state: UpdateState, to: TeamState = team) =>
    decideUpdate(state, { type: "submit", team: to, ...data }, now);
  const present = submit(noUpdate).reduce(evolveUpdate, noUpdate);

  it("belongs to a team that exists and is not archived, and has its id once", () => {
    expect(present).toMatchObject({
      kind: "present",
      content: "Fixed the build",
      createdAt: now.toISOString(),
    });
    expect(code(() => submit(noUpdate, noTeam))).toBe("not_found");
    expect(code(() => submit(present))).toBe("conflict");
    expect(code(() => submit(noUpdate, runTeam([{ type: "archive" }], team)))).toBe("conflict");
  });

  it("is edited and removed; nothing brings it back", () => {
    const edited = decideUpdate(present, { type: "edit", content: "Done" }, now).reduce(
      evolveUpdate,
      present,
    );
    expect(edited).toMatchObject({ content: "Done", editedAt: now.toISOString() });
    expect(decideUpdate(edited, { type: "edit", content: "Done" }, now)).toEqual([]);
    const removed = decideUpdate(edited, { type: "remove" }, now).reduce(evolveUpdate, edited);
    expect(removed).toEqual({ kind: "removed", updateId: "u1", teamId: "platform" });
    expect(code(() => decideUpdate(removed, { type: "edit", content: "x" }, now))).toBe("not_found");
    expect(decideUpdate(removed, { type: "remove" }, now)).toEqual([]);
  });

  it("is gone when its author was erased", () => {
    const [event] = submit(noUpdate) as [DatedEvent];
    const emptied = { ...event, data: { ...data, content: "", author: "", isForgotten: true } } as DatedEvent;
    expect([emptied].reduce(evolveUpdate, noUpdate)).toMatchObject({ kind: "removed" });
  });
});

describe("a round", () => {
  it("opens once, asks each person once, and closes when nobody is missing", () => {
    const round = runRound([open, open, ask("ann"), ask("ann")]);
    expect([stateOf(round, "ann"), stateOf(round, "ben")]).toEqual(["asked", "waiting"]);
    expect(decideRound(round, ask("ann"), now)).toEqual([]);
    const allAnswered: RoundCommand = { type: "close", reason: "all-answered" };
    expect(decideRound(round, allAnswered, now)).toEqual([]);
    const done = runRound(
      [
        { type: "answer", personId: "ann", name: "Ann", updateId: "u1" },
        { type: "skip", personId: "ben", reason: "today" },
        allAnswered,
      ],
      round,
    );
    expect(done).toMatchObject({ kind: "closed", closedAt: now.toISOString() });
    const digest: RoundCommand = { type: "post-digest", channel: "C1", messageId: "1.1" };
    expect(code(() => decideRound(round, digest, now))).toBe("conflict");
    const posted = runRound([digest], done);
    expect(decideRound(posted, digest, now)).toEqual([]);
  });

  it("snoozes at most three times and never past its closing (20)", () => {
    const snooze = (minutes: number): RoundCommand => ({
      type: "snooze",
      personId: "ann",
      until: new Date(now.getTime() + minutes * 60_000),
    });
    const asked = runRound([open, ask("ann")]);
    expect(code(() => decideRound(asked, snooze(8 * 60), now))).toBe("conflict");
    expect(code(() => decideRound(asked, snooze(-1), now))).toBe("conflict");
    const snoozed = runRound([snooze(30)], asked);
    expect(decideRound(snoozed, ask("ann"), now)).toEqual([]);
    const later = new Date(now.getTime() + 30 * 60_000);
    expect(decideRound(snoozed, ask("ann"), later)).toHaveLength(1);
    const thrice = runRound([snooze(40), snooze(50)], snoozed);
    expect(code(() => decideRound(thrice, snooze(60), now))).toBe("conflict");
  });

  it("reminds once, and nobody who answered, skipped, is away or snoozes", () => {
    const remind: RoundCommand = { type: "remind", personId: "ann" };
    const asked = runRound([open, ask("ann")]);
    expect(decideRound(asked, remind, now)).toHaveLength(1);
    expect(decideRound(runRound([remind], asked), remind, now)).toEqual([]);
    expect(decideRound(runRound([open]), remind, now)).toEqual([]);
    const settled: RoundCommand[] = [
      { type: "answer", personId: "ann", name: "Ann", updateId: "u1" },
      { type: "skip", personId: "ann", reason: "today" },
      { type: "skip", personId: "ann", reason: "away" },
      { type: "snooze", personId: "ann", until: new Date(now.getTime() + 60_000) },
    ];
    for (const command of settled) expect(decideRound(runRound([command], asked), remind, now)).toEqual([]);
  });

  it("counts an answer of the evening before, a late one, and one of someone who was not expected (20)", () => {
    const evening = runRound([
      { ...open, people: [{ ...waiting("ann"), state: "answered", updateId: "u0" }] },
    ]);
    expect(decideRound(evening, ask("ann"), now)).toEqual([]);
    const closed = runRound([{ type: "close", reason: "time" }], runRound([open]));
    const late = runRound([{ type: "answer", personId: "eve", name: "Eve", updateId: "u9" }], closed);
    expect(late).toMatchObject({ people: [{}, {}, { personId: "eve", state: "answered", isLate: true }] });
  });
});

const personIds = fc.constantFrom("ann", "ben", "eve");
const anyRoundCommand: fc.Arbitrary<RoundCommand> = fc.oneof(
  fc.constant(open),
  personIds.map(ask),
  fc.record({
    type: fc.constant("snooze" as const),
    personId: personIds,
    until: fc.integer({ min: -60, max: 600 }).map((minutes) => new Date(now.getTime() + minutes * 60_000)),
  }),
  fc.record({
    type: fc.constant("skip" as const),
    personId: personIds,
    reason: fc.constantFrom("today", "away"),
  }),
  fc.record({ type: fc.constant("remind" as const), personId: personIds }),
  fc.record({
    type: fc.constant("answer" as const),
    personId: personIds,
    name: fc.constant("N"),
    updateId: fc.constantFrom("u1", "u2"),
  }),
  fc.record({ type: fc.constant("close" as const), reason: fc.constantFrom("time", "all-answered") }),
);

describe("any sequence of commands", () => {
  it("leaves a round in which nobody is asked after settling, reminded twice or snoozed past closing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyRoundCommand, fc.integer({ min: 0, max: 600 })), { maxLength: 60 }),
        (steps) => {
          let state: RoundState = noRound;
          const reminded = new Set<string>();
          for (const [command, minutes] of steps) {
            const at = new Date(now.getTime() + minutes * 60_000);
            let events: DatedEvent[] = [];
            try {
              events = decideRound(state, command, at);
            } catch (error) {
              if (!(error instanceof ParleyError)) throw error;
            }
            for (const event of events) {
              expect(() => statusEvent.parse({ type: event.type, data: event.data })).not.toThrow();
              if (event.type === "round.asked" || event.type === "round.reminded") {
                const { personId } = event.data;
                const one =
                  state.kind === "none" ? undefined : state.people.find((p) => p.personId === personId);
                expect(one && isSettled(one)).toBe(false);
                if (event.type === "round.reminded") {
                  expect(reminded.has(personId)).toBe(false);
                  reminded.add(personId);
                }
              }
              if (event.type === "round.snoozed" && state.kind !== "none")
                expect(Date.parse(event.data.until)).toBeLessThan(Date.parse(state.closesAt));
              state = evolveRound(state, event);
            }
          }
          if (state.kind !== "none")
            expect(new Set(state.people.map(({ personId }) => personId)).size).toBe(state.people.length);
        },
      ),
    );
  });

  it("gives the same state from events that were stored and read back", () => {
    fc.assert(
      fc.property(fc.array(anyRoundCommand, { maxLength: 40 }), (commands) => {
        let live: RoundState = noRound;
        const stored: string[] = [];
        for (const command of commands) {
          try {
            for (const event of decideRound(live, command, now)) {
              stored.push(JSON.stringify(event));
              live = evolveRound(live, event);
            }
          } catch (error) {
            if (!(error instanceof ParleyError)) throw error;
          }
        }
        const again = stored.reduce<RoundState>((state, text) => {
          const event = JSON.parse(text) as DatedEvent;
          return evolveRound(state, { ...readEvent({ ...event, schemaVersion: 1 }), at: event.at });
        }, noRound);
        expect(again).toEqual(live);
      }),
    );
  });
});

describe("stored events", () => {
  it("are refused when unknown, misshapen or of a newer build", () => {
    const read =
      (type: string, data: unknown, schemaVersion = 1) =>
      () =>
        readEvent({ type, data, schemaVersion });
    expect(read("team.archived", { teamId: "x" })).not.toThrow();
    expect(read("team.exploded", { teamId: "x" })).toThrow();
    expect(read("team.archived", {})).toThrow();
    expect(read("team.archived", { teamId: "x" }, 2)).toThrow();
  });

  it("say nothing of a person who was erased", () => {
    const people = [{ ...waiting(FORGOTTEN), name: "" }, waiting("ben")];
    expect(runRound([{ ...open, people }])).toMatchObject({ people: [{ personId: "ben" }] });
    expect(runTeam([{ ...register, members: [person(FORGOTTEN), person("ben")] }])).toMatchObject({
      members: [{ personId: "ben" }],
    });
  });

  it("lie in streams that cannot be confused", () => {
    expect([teamStream("a"), updateStream("a"), roundStream("a/b", "2026-01-01")].map(streamKind)).toEqual([
      "team",
      "update",
      "round",
    ]);
    expect(["a", "team/", "tea/x", ""].map(streamKind)).toEqual([null, null, null, null]);
  });
});
