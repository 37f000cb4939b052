import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type DatedEvent, type EventOf, FORGOTTEN, type StatusEvent } from "./status-event.ts";

export const MAX_SNOOZES = 3;

/** How far a person is in a round. Times are ISO timestamps. */
export type Participation = {
  personId: string;
  name: string;
  state: "waiting" | "asked" | "answered" | "skipped" | "away";
  snoozedUntil: string | null;
  snoozes: number;
  remindedAt: string | null;
  updateId: string | null;
  isLate: boolean;
};
export type Round = {
  kind: "open" | "closed";
  teamId: string;
  /** Local date; with the team it identifies the round. */
  date: string;
  openedAt: string;
  closesAt: string;
  closedAt: string | null;
  people: Participation[];
  digest: { channel: string; messageId: string | null } | null;
};
export type RoundState = { kind: "none" } | Round;

export type RoundCommand =
  | ({ type: "open" } & EventOf<"round.opened">["data"])
  | { type: "ask"; personId: string; by: "slack" | "web" }
  | { type: "snooze"; personId: string; until: Date }
  | { type: "skip"; personId: string; reason: "today" | "away" }
  | { type: "remind"; personId: string }
  | { type: "answer"; personId: string; name: string; updateId: string }
  | { type: "close"; reason: "time" | "all-answered" }
  | { type: "post-digest"; channel: string; messageId: string | null };

export const noRound: RoundState = { kind: "none" };

/**
 * The events of a command. None if it has been done, or if it would disturb someone who need not answer.
 * @throws ParleyError not_found, conflict (the round is closed, snoozed too often or past its closing)
 */
export function decideRound(state: RoundState, command: RoundCommand, now: Date): DatedEvent[] {
  const at = now.toISOString();
  return decided(state, command, now).map((event) => ({ ...event, at }));
}

function decided(state: RoundState, command: RoundCommand, now: Date): StatusEvent[] {
  if (command.type === "open") {
    const { type: _, ...data } = command;
    return state.kind === "none" ? [{ type: "round.opened", data }] : [];
  }
  if (state.kind === "none") throw notFound("round");
  const { teamId, date } = state;
  const round = { teamId, date };
  switch (command.type) {
    case "ask": {
      const person = get(state, command.personId);
      const isDue = person.snoozedUntil === null || Date.parse(person.snoozedUntil) <= now.getTime();
      const isNew = person.state === "waiting" || (person.state === "asked" && person.snoozedUntil !== null);
      if (state.kind === "closed" || !isDue || !isNew) return [];
      return [{ type: "round.asked", data: { ...round, personId: command.personId, by: command.by } }];
    }
    case "snooze": {
      const person = get(state, command.personId);
      if (isSettled(person)) return [];
      if (state.kind === "closed") throw conflict("This round is closed.");
      if (person.snoozes >= MAX_SNOOZES) throw conflict(`You can snooze ${MAX_SNOOZES} times.`);
      if (command.until.getTime() >= Date.parse(state.closesAt))
        throw conflict("The round closes before that.");
      if (command.until.getTime() <= now.getTime()) throw conflict("Choose a later time.");
      const until = command.until.toISOString();
      return [{ type: "round.snoozed", data: { ...round, personId: command.personId, until } }];
    }
    case "skip": {
      const { personId, reason } = command;
      if (state.kind === "closed" || isSettled(get(state, personId))) return [];
      return [{ type: "round.skipped", data: { ...round, personId, reason } }];
    }
    case "remind": {
      const person = get(state, command.personId);
      const isSnoozed = person.snoozedUntil !== null && Date.parse(person.snoozedUntil) > now.getTime();
      if (state.kind === "closed" || person.state !== "asked" || person.remindedAt || isSnoozed) return [];
      return [{ type: "round.reminded", data: { ...round, personId: command.personId } }];
    }
    case "answer": {
      const { personId, name, updateId } = command;
      if (find(state, personId)?.updateId === updateId) return [];
      const isLate = state.kind === "closed";
      return [{ type: "round.answered", data: { ...round, personId, name, updateId, isLate } }];
    }
    case "close":
      if (state.kind === "closed") return [];
      if (command.reason === "all-answered" && state.people.some((person) => !isSettled(person))) return [];
      return [{ type: "round.closed", data: { ...round, reason: command.reason } }];
    case "post-digest":
      if (state.digest) return [];
      if (state.kind === "open") throw conflict("This round is still open.");
      return [
        {
          type: "round.digest-posted",
          data: { ...round, channel: command.channel, messageId: command.messageId },
        },
      ];
    default:
      return command satisfies never;
  }
}

/** Whether nothing more is expected of a person. */
export function isSettled({ state }: Participation): boolean {
  return state === "answered" || state === "skipped" || state === "away";
}

const fresh = { snoozedUntil: null, snoozes: 0, remindedAt: null, updateId: null, isLate: false };

/** Applies an event. What it says about someone who was erased changes nothing. */
export function evolveRound(state: RoundState, event: DatedEvent): RoundState {
  if (event.type === "round.opened") {
    const { teamId, date, closesAt } = event.data;
    const people = event.data.people
      .filter(({ personId }) => personId !== FORGOTTEN)
      .map((person) => ({ ...fresh, ...person }));
    const times = { openedAt: event.at, closesAt, closedAt: null };
    return { kind: "open", teamId, date, ...times, people, digest: null };
  }
  if (state.kind === "none") return state;
  switch (event.type) {
    case "round.asked":
      return withPerson(state, event.data.personId, { state: "asked", snoozedUntil: null });
    case "round.snoozed": {
      const { personId, until } = event.data;
      const snoozes = (find(state, personId)?.snoozes ?? 0) + 1;
      return withPerson(state, personId, { snoozedUntil: until, snoozes });
    }
    case "round.skipped":
      return withPerson(state, event.data.personId, {
        state: event.data.reason === "away" ? "away" : "skipped",
      });
    case "round.reminded":
      return withPerson(state, event.data.personId, { remindedAt: event.at });
    case "round.answered": {
      const { personId, name, updateId, isLate } = event.data;
      if (personId === FORGOTTEN) return state;
      const answer = { state: "answered" as const, snoozedUntil: null, updateId, isLate };
      if (find(state, personId)) return withPerson(state, personId, answer);
      return { ...state, people: [...state.people, { ...fresh, personId, name, ...answer }] };
    }
    case "round.closed":
      return { ...state, kind: "closed", closedAt: event.at };
    case "round.digest-posted": {
      const { channel, messageId } = event.data;
      return { ...state, digest: { channel, messageId } };
    }
    default:
      return state;
  }
}

function withPerson(round: Round, personId: string, changes: Partial<Participation>): Round {
  const people = round.people.map((one) => (one.personId === personId ? { ...one, ...changes } : one));
  return { ...round, people };
}

const find = (round: Round, personId: string) => round.people.find((one) => one.personId === personId);

function get(round: Round, personId: string): Participation {
  const found = find(round, personId);
  if (!found) throw notFound("member");
  return found;
}

const conflict = (message: string) => new ParleyError("conflict", message);
