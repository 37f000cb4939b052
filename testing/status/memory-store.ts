import type { Context } from "#lib/context/context.ts";
import type { Round } from "#lib/status/model/round.ts";
import type { Team } from "#lib/status/model/team.ts";
import { applyStored, emptyTables, parseStored, type Tables } from "#lib/status/projection/tables.ts";
import type { Append, Appended, StoredEvent } from "#lib/status/queries/events.ts";
import type { ReadUpdate, UpdateFilter } from "#lib/status/queries/reads.ts";

type Workspace = {
  events: StoredEvent[];
  streams: Map<string, StoredEvent[]>;
  tables: Tables;
  /** Names of the rounds' streams, as they were opened. */
  rounds: string[];
};

const workspaces = new Map<string, Workspace>();

function workspaceOf({ tenantId }: Pick<Context, "tenantId">): Workspace {
  const known = workspaces.get(tenantId);
  if (known) return known;
  const made = { events: [], streams: new Map(), tables: emptyTables(), rounds: [] };
  workspaces.set(tenantId, made);
  return made;
}

/** All events of a workspace, oldest first. */
export const eventsOf = (ctx: Context): readonly StoredEvent[] => workspaceOf(ctx).events;

const versionOf = ({ streams }: Workspace, stream: string) => streams.get(stream)?.length ?? 0;

/** Takes the place of `queries/events.ts` in simulations that run for a year: events in memory. */
export const eventQueries = {
  async readStream(ctx: Context, stream: string): Promise<StoredEvent[]> {
    return workspaceOf(ctx).streams.get(stream) ?? [];
  },
  async findKey() {
    return null;
  },
  async appendEvents(ctx: Context, { events, expected }: Append): Promise<Appended[]> {
    const workspace = workspaceOf(ctx);
    const stale = expected.find(({ stream, version }) => versionOf(workspace, stream) !== version);
    if (stale) return [{ outcome: "conflict", eventId: stale.stream, version: 0, position: 0 }];
    return events.map(({ id, type, stream, data, timestamp }) => {
      const version = versionOf(workspace, stream) + 1;
      const position = workspace.events.length + 1;
      const common = { id, type, stream, version, position };
      const stored = { ...common, data, schemaVersion: 1, timestamp: new Date(timestamp) };
      workspace.events.push(stored);
      workspace.streams.set(stream, [...(workspace.streams.get(stream) ?? []), stored]);
      applyStored(workspace.tables, parseStored(stored));
      if (type === "round.opened") workspace.rounds.push(stream);
      return { outcome: "appended", eventId: id, version, position };
    });
  },
};

/** More rounds than are open, or were closed in the last days, there are never. */
const RECENT = 12;

function roundsOf(ctx: Context): Round[] {
  const { rounds, tables } = workspaceOf(ctx);
  return rounds.slice(-RECENT).map((stream) => tables.rounds.get(stream)?.state as Round);
}

/** Takes the place of `queries/reads.ts`: what the events above amount to. */
export const readQueries = {
  async findTeams(ctx: Context): Promise<Team[]> {
    return [...workspaceOf(ctx).tables.teams.values()].map(({ state }) => state as Team);
  },
  async findRounds(ctx: Context, teamId: string, closedSince: Date): Promise<Round[]> {
    return roundsOf(ctx).filter(
      (round) => round.teamId === teamId && (!round.closedAt || new Date(round.closedAt) >= closedSince),
    );
  },
  async hasOpenRound(ctx: Context, teamId: string): Promise<boolean> {
    return roundsOf(ctx).some((round) => round.teamId === teamId && !round.closedAt);
  },
  async findOpenRound(): Promise<null> {
    return null;
  },
  async findUpdates(ctx: Context, { teamId, from }: UpdateFilter): Promise<ReadUpdate[]> {
    return [...workspaceOf(ctx).tables.updates.values()].flatMap(({ state }) => {
      if (state.kind !== "present" || state.teamId !== teamId) return [];
      const createdAt = new Date(state.createdAt);
      return from && createdAt < from ? [] : [{ ...state, createdAt, editedAt: null }];
    });
  },
};
