import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Member, TeamSettings } from "../schema.ts";
import { type DatedEvent, FORGOTTEN, type StatusEvent } from "./status-event.ts";

export type Team = TeamSettings & {
  kind: "active" | "archived";
  teamId: string;
  members: Member[];
  /** ISO timestamps. */
  createdAt: string;
  updatedAt: string;
};
export type TeamState = { kind: "none" } | Team;

export type TeamCommand =
  | { type: "register"; teamId: string; settings: TeamSettings; members: Member[] }
  | { type: "change"; changes: Partial<TeamSettings> }
  | { type: "archive" }
  | { type: "add-member"; member: Member }
  | { type: "remove-member"; personId: string }
  | { type: "set-away"; personId: string; away: Member["away"] }
  | { type: "change-zone"; personId: string; timeZone: string | null }
  | { type: "set-reminders"; personId: string; reminders: boolean };

export const noTeam: TeamState = { kind: "none" };

/**
 * The events of a command. None if nothing would change.
 * @throws ParleyError not_found, conflict (registered before, archived, a member twice)
 */
export function decideTeam(state: TeamState, command: TeamCommand, now: Date): DatedEvent[] {
  const at = now.toISOString();
  return decided(state, command).map((event) => ({ ...event, at }));
}

function decided(state: TeamState, command: TeamCommand): StatusEvent[] {
  if (command.type === "register") {
    if (state.kind !== "none") throw conflict("A team with this ID already exists.");
    const { teamId, settings, members } = command;
    if (new Set(members.map(({ personId }) => personId)).size < members.length)
      throw conflict("A person is listed twice.");
    return [{ type: "team.registered", data: { ...settings, teamId, members } }];
  }
  if (state.kind === "none") throw notFound("team");
  const { teamId } = state;
  if (state.kind === "archived") {
    if (command.type === "archive") return [];
    throw conflict("This team is archived.");
  }
  switch (command.type) {
    case "change": {
      const changes = changed(state, command.changes);
      return Object.keys(changes).length === 0 ? [] : [{ type: "team.changed", data: { teamId, changes } }];
    }
    case "archive":
      return [{ type: "team.archived", data: { teamId } }];
    case "add-member":
      if (find(state, command.member.personId)) throw conflict("This person is already a member.");
      return [{ type: "member.added", data: { teamId, member: command.member } }];
    case "remove-member":
      if (!find(state, command.personId)) return [];
      return [{ type: "member.removed", data: { teamId, personId: command.personId } }];
    case "set-away": {
      const { personId, away } = command;
      if (isSame(get(state, personId).away, away)) return [];
      if (away?.until && away.until < away.from) throw conflict("The last day is before the first.");
      return [{ type: "member.away-set", data: { teamId, personId, away } }];
    }
    case "change-zone": {
      const { personId, timeZone } = command;
      if (get(state, personId).timeZone === timeZone) return [];
      return [{ type: "member.zone-changed", data: { teamId, personId, timeZone } }];
    }
    case "set-reminders": {
      const { personId, reminders } = command;
      if (get(state, personId).reminders === reminders) return [];
      return [{ type: "member.reminders-set", data: { teamId, personId, reminders } }];
    }
    default:
      return command satisfies never;
  }
}

/** Applies an event. Events of other streams, or before the first of this one, change nothing. */
export function evolveTeam(state: TeamState, event: DatedEvent): TeamState {
  if (event.type === "team.registered" || event.type === "team.imported") {
    const members = event.data.members.filter(({ personId }) => personId !== FORGOTTEN);
    return { ...event.data, members, kind: "active", createdAt: event.at, updatedAt: event.at };
  }
  if (state.kind === "none") return state;
  const next = { ...state, updatedAt: event.at };
  switch (event.type) {
    case "team.changed":
      return { ...next, ...event.data.changes };
    case "team.archived":
      return { ...next, kind: "archived" };
    case "member.added": {
      const { member } = event.data;
      if (member.personId === FORGOTTEN) return next;
      const others = state.members.filter(({ personId }) => personId !== member.personId);
      return { ...next, members: [...others, member] };
    }
    case "member.removed":
      return { ...next, members: state.members.filter(({ personId }) => personId !== event.data.personId) };
    case "member.away-set":
      return withMember(next, event.data.personId, { away: event.data.away });
    case "member.zone-changed":
      return withMember(next, event.data.personId, { timeZone: event.data.timeZone });
    case "member.reminders-set":
      return withMember(next, event.data.personId, { reminders: event.data.reminders });
    default:
      return state;
  }
}

function withMember(team: Team, personId: string, changes: Partial<Member>): Team {
  const members = team.members.map((one) => (one.personId === personId ? { ...one, ...changes } : one));
  return { ...team, members };
}

const find = (team: Team, personId: string) => team.members.find((one) => one.personId === personId);

function get(team: Team, personId: string): Member {
  const found = find(team, personId);
  if (!found) throw notFound("member");
  return found;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function changed(team: Team, changes: Partial<TeamSettings>): Partial<TeamSettings> {
  const entries = Object.entries(changes) as [keyof TeamSettings, unknown][];
  return Object.fromEntries(
    entries.filter(([key, value]) => value !== undefined && !isSame(team[key], value)),
  );
}

const conflict = (message: string) => new ParleyError("conflict", message);
