import { and, eq, type SQL, sql } from "drizzle-orm";
import { parkedStreams, projectedRounds, projectedTeams, projectedUpdates } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Round } from "../model/round.ts";
import { roundStream, streamKind, teamStream, updateStream } from "../model/streams.ts";
import type { Team } from "../model/team.ts";
import { emptyTables, type Tables } from "../projection/tables.ts";

/**
 * The rows of these streams; of all streams if none are named. Names are sent as arrays, so that statements
 * stay the same, and are compared with the columns of the primary keys.
 */
export async function loadTables(tx: Context, generation: number, streams?: string[]): Promise<Tables> {
  const tables = emptyTables();
  const ids = (kind: string) =>
    streams?.filter((stream) => streamKind(stream) === kind).map((stream) => stream.slice(kind.length + 1));
  await loadTeams(tx, generation, tables, ids("team"));
  await loadRounds(tx, generation, tables, ids("round"));
  await loadUpdates(tx, generation, tables, ids("update"));
  const parked = await tx.db
    .select()
    .from(parkedStreams)
    .where(of(tx, parkedStreams, generation));
  for (const { aggregateId, position, reason } of parked)
    tables.parked.set(aggregateId, { position, reason });
  return tables;
}

type Table = typeof projectedTeams | typeof projectedUpdates | typeof projectedRounds | typeof parkedStreams;
const of = (tx: Context, table: Table, generation: number, named?: SQL) =>
  and(eq(table.tenantId, tx.tenantId), eq(table.generation, generation), named);

async function loadTeams(tx: Context, generation: number, tables: Tables, ids?: string[]): Promise<void> {
  if (ids?.length === 0) return;
  const rows = await tx.db
    .select({ state: projectedTeams.state, version: projectedTeams.version })
    .from(projectedTeams)
    .where(
      of(
        tx,
        projectedTeams,
        generation,
        ids && sql`${projectedTeams.teamId} = any(${sql.param(ids)}::text[])`,
      ),
    );
  for (const { version, ...row } of rows) {
    const state = row.state as Team;
    tables.teams.set(teamStream(state.teamId), { state, version });
  }
}

const DATE_LENGTH = "2026-03-29".length;

async function loadRounds(tx: Context, generation: number, tables: Tables, ids?: string[]): Promise<void> {
  const named = ids
    ?.map((id) => ({ date: id.slice(0, DATE_LENGTH), teamId: id.slice(DATE_LENGTH + 1) }))
    // A round with another name is parked, and has no row.
    .filter(({ date }) => isDate(date));
  if (named?.length === 0) return;
  const isNamed =
    named &&
    sql`(${projectedRounds.teamId}, ${projectedRounds.date}) in (select * from unnest(
      ${sql.param(named.map(({ teamId }) => teamId))}::text[],
      ${sql.param(named.map(({ date }) => date))}::date[]))`;
  const rows = await tx.db
    .select({ state: projectedRounds.state, version: projectedRounds.version })
    .from(projectedRounds)
    .where(of(tx, projectedRounds, generation, isNamed));
  for (const { version, ...row } of rows) {
    const state = row.state as Round;
    tables.rounds.set(roundStream(state.teamId, state.date), { state, version });
  }
}

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && text.length === DATE_LENGTH;
}

async function loadUpdates(tx: Context, generation: number, tables: Tables, ids?: string[]): Promise<void> {
  if (ids?.length === 0) return;
  const rows = await tx.db
    .select()
    .from(projectedUpdates)
    .where(
      of(
        tx,
        projectedUpdates,
        generation,
        ids && sql`${projectedUpdates.updateId} = any(${sql.param(ids)}::text[])`,
      ),
    );
  for (const { tenantId: _, generation: __, version, createdAt, editedAt, ...row } of rows) {
    const times = { createdAt: createdAt.toISOString(), editedAt: editedAt?.toISOString() ?? null };
    tables.updates.set(updateStream(row.updateId), { state: { ...row, kind: "present", ...times }, version });
  }
}
