import { evolveRound, noRound, type RoundState } from "../model/round.ts";
import { type DatedEvent, readEvent, type StatusEvent } from "../model/status-event.ts";
import { roundStream, streamKind, teamStream, updateStream } from "../model/streams.ts";
import { evolveTeam, noTeam, type TeamState } from "../model/team.ts";
import { evolveUpdate, noUpdate, type UpdateState } from "../model/update.ts";
import type { StoredEvent } from "../queries/events.ts";

type Entry<State> = { state: State; version: number };

/** What events amount to, by the name of the stream. */
export type Tables = {
  teams: Map<string, Entry<TeamState>>;
  rounds: Map<string, Entry<RoundState>>;
  updates: Map<string, Entry<UpdateState>>;
  /** Streams with an event that cannot be applied, and why. They stay as they were before it. */
  parked: Map<string, { position: number; reason: string }>;
};

export const emptyTables = (): Tables => ({
  teams: new Map(),
  rounds: new Map(),
  updates: new Map(),
  parked: new Map(),
});

export type Parsed = { stored: StoredEvent; event: StatusEvent | null; reason: string };

/** An unreadable event has the reason in place of the event. */
export function parseStored(stored: StoredEvent): Parsed {
  try {
    return { stored, event: readEvent(stored), reason: "" };
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : `unreadable event of type ${stored.type}`;
    return { stored, event: null, reason: reason.slice(0, 200) };
  }
}

/** Applies an event to the tables, or parks its stream. Changes `tables`. */
export function applyStored(tables: Tables, { stored, event, reason }: Parsed): void {
  const { stream, version, position } = stored;
  if (tables.parked.has(stream)) return;
  const park = (why: string) => tables.parked.set(stream, { position, reason: why });
  if (!event) return void park(reason);
  const dated: DatedEvent = { ...event, at: stored.timestamp.toISOString() };
  switch (streamKind(stream)) {
    case "team": {
      const entry = tables.teams.get(stream) ?? { state: noTeam, version: 0 };
      const state = evolveTeam(entry.state, dated);
      if (version !== entry.version + 1) return void park(`version ${version} after ${entry.version}`);
      if (state.kind === "none" || teamStream(state.teamId) !== stream) return void park("no team");
      tables.teams.set(stream, { state, version });
      return;
    }
    case "round": {
      const entry = tables.rounds.get(stream) ?? { state: noRound, version: 0 };
      const state = evolveRound(entry.state, dated);
      if (version !== entry.version + 1) return void park(`version ${version} after ${entry.version}`);
      if (state.kind === "none" || roundStream(state.teamId, state.date) !== stream)
        return void park("no round");
      if (entry.version === 0 && !hasTeam(tables, state.teamId)) return void park("its team is missing");
      tables.rounds.set(stream, { state, version });
      return;
    }
    case "update": {
      const entry = tables.updates.get(stream) ?? { state: noUpdate, version: 0 };
      // The row of a removed update is gone: nothing that follows matters.
      if (entry.state.kind === "none" && version > 1) return;
      const state = evolveUpdate(entry.state, dated);
      if (version !== entry.version + 1) return void park(`version ${version} after ${entry.version}`);
      if (state.kind === "none" || updateStream(state.updateId) !== stream) return void park("no update");
      // The row exists, so its team does.
      if (entry.version === 0 && !hasTeam(tables, state.teamId)) return void park("its team is missing");
      tables.updates.set(stream, { state, version });
      return;
    }
    case "person":
      return;
    case null:
      return void park("unknown kind of stream");
  }
}

const hasTeam = (tables: Tables, teamId: string) => tables.teams.has(teamStream(teamId));

/** Folds a stream from its first event, in place of what was known of it. */
export function refold(tables: Tables, stream: string, events: readonly Parsed[]): void {
  const kind = streamKind(stream);
  if (kind === "team") tables.teams.delete(stream);
  else if (kind === "round") tables.rounds.delete(stream);
  else if (kind === "update") tables.updates.delete(stream);
  for (const parsed of events) applyStored(tables, parsed);
}

/** Names of the streams that an event concerns: its own, its team's, and those a person was erased from. */
export function streamsOf({ stored, event }: Parsed): string[] {
  if (event?.type === "person.forgotten") return event.data.streams;
  const teamId = event && "teamId" in event.data ? event.data.teamId : null;
  return teamId === null ? [stored.stream] : [stored.stream, teamStream(teamId)];
}
