import { z } from "zod";
import { eventTypes, readEvent, SCHEMA_VERSION, type StatusEvent } from "../model/status-event.ts";
import { personStream, roundStream, teamStream, updateStream } from "../model/streams.ts";
import type { NewEvent } from "../queries/events.ts";
import { DEFAULT_QUESTIONS } from "../schema.ts";

/** A row of `events.events` of an older database. Times are ISO timestamps. */
export type OldEvent = {
  id: string;
  type: string;
  aggregateId: string;
  version: number;
  data: Record<string, unknown>;
  metadata: Record<string, unknown> | null;
  timestamp: string;
};
export type OldTeam = {
  teamId: string;
  name: string;
  slackChannel: string;
  pollSchedule: string | null;
  createdAt: string;
};
export type OldUpdate = {
  updateId: string;
  teamId: string;
  content: string;
  author: string;
  slackUser: string;
  createdAt: string;
};
export type Source = { events: OldEvent[]; teams: OldTeam[]; updates: OldUpdate[] };

/** From the older database's names of types to this one's. */
export const typeMap = z.record(z.string(), z.string());

export type ImportPlan = {
  events: NewEvent[];
  /** Types without a name here, and events whose data cannot be read. With any, nothing may be written. */
  unknownTypes: string[];
  unreadable: string[];
  /** Rows that no event explains. They become `.imported` events, or a rebuild would lose them. */
  rowsWithoutEvents: { teams: number; updates: number };
};

/**
 * Turns an older database into events of this one. Ids and times stay; data with the older field names is
 * renamed. `source.events` is in the order in which it happened.
 */
export function planImport(source: Source, types: z.infer<typeof typeMap>): ImportPlan {
  const unknownTypes = new Set<string>();
  const unreadable: string[] = [];
  const events: NewEvent[] = [];
  const known = { teams: new Set<string>(), updates: new Set<string>() };
  for (const old of source.events) {
    const type = types[old.type] ?? old.type;
    if (!eventTypes.has(type)) {
      unknownTypes.add(old.type);
      continue;
    }
    try {
      const schemaVersion = Number(old.metadata?.schemaVersion ?? SCHEMA_VERSION);
      const event = readEvent({ type, data: rename(type, old), schemaVersion });
      if (event.type === "team.registered" || event.type === "team.imported")
        known.teams.add(event.data.teamId);
      if (event.type === "update.submitted" || event.type === "update.imported")
        known.updates.add(event.data.updateId);
      events.push(toNew(old.id, old.timestamp, event, old.metadata ?? {}));
    } catch {
      unreadable.push(old.id);
    }
  }
  const teams = source.teams.filter(({ teamId }) => !known.teams.has(teamId));
  const updates = source.updates.filter(({ updateId }) => !known.updates.has(updateId));
  return {
    events: [
      // First, because events may belong to one of these teams.
      ...teams.map((team) => importedTeam(team)),
      ...events,
      ...updates.map((update) => importedUpdate(update)),
    ],
    unknownTypes: [...unknownTypes].sort(),
    unreadable,
    rowsWithoutEvents: { teams: teams.length, updates: updates.length },
  };
}

const defaults = {
  timeZone: "UTC",
  clock: "person" as const,
  closesAt: "17:00",
  questions: DEFAULT_QUESTIONS,
  freeDays: [],
  members: [],
};

function importedTeam({ createdAt, ...team }: OldTeam): NewEvent {
  const data = { ...defaults, ...team };
  return toNew(`imported:team:${team.teamId}`, createdAt, { type: "team.imported", data }, {});
}

function importedUpdate({ createdAt, ...update }: OldUpdate): NewEvent {
  const data = { ...update, personId: null, roundDate: null };
  return toNew(`imported:update:${update.updateId}`, createdAt, { type: "update.imported", data }, {});
}

function toNew(id: string, timestamp: string, event: StatusEvent, metadata: object): NewEvent {
  const { type, data } = event;
  return {
    id,
    type,
    data,
    stream: streamOf(id, event),
    timestamp,
    metadata: { ...metadata, schemaVersion: SCHEMA_VERSION },
  };
}

function streamOf(id: string, { type, data }: StatusEvent): string {
  if (type === "person.forgotten") return personStream(id);
  if ("date" in data) return roundStream(data.teamId, data.date);
  if ("updateId" in data) return updateStream(data.updateId);
  return teamStream(data.teamId);
}

/** Field names of the older services: snake case, as in their tables. */
function rename(type: string, { id, aggregateId, data }: OldEvent): Record<string, unknown> {
  const { team_id, slack_channel, poll_schedule, update_id, slack_user, ...rest } = data;
  if (type === "team.registered" || type === "team.imported")
    return {
      ...defaults,
      pollSchedule: poll_schedule ?? null,
      slackChannel: slack_channel ?? "",
      teamId: team_id ?? aggregateId,
      ...rest,
    };
  if (type === "update.submitted" || type === "update.imported")
    return {
      updateId: update_id ?? (aggregateId === team_id ? id : aggregateId),
      teamId: team_id,
      slackUser: slack_user ?? "",
      personId: null,
      roundDate: null,
      ...rest,
    };
  if (type === "team.changed" && rest.changes === undefined) {
    const { name } = rest;
    const changes = { name, slackChannel: slack_channel, pollSchedule: poll_schedule };
    return { teamId: team_id ?? aggregateId, changes };
  }
  if (type.startsWith("update.")) return { updateId: update_id ?? aggregateId, ...rest };
  return type === "person.forgotten" ? data : { teamId: team_id ?? aggregateId, ...rest };
}
