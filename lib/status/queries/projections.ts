import { and, eq, sql } from "drizzle-orm";
import { checkpoints, parkedStreams } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Round } from "../model/round.ts";
import { streamKind } from "../model/streams.ts";
import type { Team } from "../model/team.ts";
import type { Update } from "../model/update.ts";
import type { Tables } from "../projection/tables.ts";

/** Raised with a change of the code after which the same events give other rows. */
export const CODE_VERSION = 1;

export type Checkpoint = { generation: number; position: number };

const columns = { generation: checkpoints.generation, position: checkpoints.position };
const ofThisCode = (ctx: Context, state: "live" | "building" | "retired") =>
  and(
    eq(checkpoints.tenantId, ctx.tenantId),
    eq(checkpoints.codeVersion, CODE_VERSION),
    eq(checkpoints.state, state),
  );

/**
 * Locks the live checkpoint for the rest of the transaction. @returns "busy" while another transaction holds
 * it, null if there is none. With `wait`, it waits instead.
 */
export async function lockLive(tx: Context, wait = false): Promise<Checkpoint | "busy" | null> {
  const [row] = await tx.db
    .select(columns)
    .from(checkpoints)
    .where(ofThisCode(tx, "live"))
    .for("update", wait ? {} : { skipLocked: true });
  if (row) return row;
  return (await findLive(tx)) ? "busy" : null;
}

export async function findLive(ctx: Context): Promise<Checkpoint | null> {
  const [row] = await ctx.db.select(columns).from(checkpoints).where(ofThisCode(ctx, "live"));
  return row ?? null;
}

/** Locks a generation that is being built. @returns null if another rebuild has removed it */
export async function lockBuilding(tx: Context, generation: number): Promise<Checkpoint | null> {
  const [row] = await tx.db
    .select(columns)
    .from(checkpoints)
    .where(and(ofThisCode(tx, "building"), eq(checkpoints.generation, generation)))
    .for("update");
  return row ?? null;
}

/** Removes unfinished and retired generations of this code and starts one. */
export async function startGeneration(tx: Context): Promise<Checkpoint> {
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('projections ' || ${tx.tenantId}::text, 0))`,
  );
  await tx.db.delete(checkpoints).where(ofThisCode(tx, "building"));
  await deleteRetired(tx);
  const [row] = await tx.db
    .insert(checkpoints)
    .values({
      tenantId: tx.tenantId,
      generation: sql`(select coalesce(max(c.generation), 0) + 1 from projections.checkpoints c
        where c.tenant_id = platform.current_tenant())` as never,
      codeVersion: CODE_VERSION,
      state: "building",
      position: 0,
    })
    .returning(columns);
  return row as Checkpoint;
}

/** Makes a built generation the one that is read, and retires the one before. */
export async function makeLive(tx: Context, generation: number): Promise<void> {
  await tx.db.update(checkpoints).set({ state: "retired" }).where(ofThisCode(tx, "live"));
  await tx.db
    .update(checkpoints)
    .set({ state: "live" })
    .where(and(eq(checkpoints.tenantId, tx.tenantId), eq(checkpoints.generation, generation)));
}

/** Deletes what is no longer read, with all its rows. */
export async function deleteRetired(tx: Context): Promise<void> {
  await tx.db.delete(checkpoints).where(ofThisCode(tx, "retired"));
}

export async function saveCheckpoint(tx: Context, { generation, position }: Checkpoint): Promise<void> {
  await tx.db
    .update(checkpoints)
    .set({ position, updatedAt: sql`now()` })
    .where(and(eq(checkpoints.tenantId, tx.tenantId), eq(checkpoints.generation, generation)));
}

/** Stores what `tables` holds of these streams. Removed updates lose their row. */
export async function saveTables(
  tx: Context,
  generation: number,
  tables: Tables,
  streams: ReadonlySet<string>,
): Promise<void> {
  const changed = [...streams];
  const entriesOf = <T>(map: Map<string, T>) => changed.flatMap((stream) => map.get(stream) ?? []);
  const teams = entriesOf(tables.teams).filter((entry) => entry.state.kind !== "none");
  const rounds = entriesOf(tables.rounds).filter((entry) => entry.state.kind !== "none");
  const updates = entriesOf(tables.updates).filter((entry) => entry.state.kind === "present");
  if (teams.length > 0) await saveTeams(tx, generation, teams as { state: Team; version: number }[]);
  if (rounds.length > 0) await saveRounds(tx, generation, rounds as { state: Round; version: number }[]);
  if (updates.length > 0) await saveUpdates(tx, generation, updates as { state: Update; version: number }[]);
  const gone = changed.filter(
    (stream) => streamKind(stream) === "update" && tables.updates.get(stream)?.state.kind !== "present",
  );
  if (gone.length > 0)
    await tx.db.execute(sql`
      delete from projections.status_updates u
      where u.tenant_id = platform.current_tenant() and u.generation = ${generation}
        and u.update_id = any(${sql.param(gone.map((stream) => stream.slice("update/".length)))}::text[])`);
  const parked = changed.flatMap((aggregateId) => {
    const entry = tables.parked.get(aggregateId);
    return entry ? [{ tenantId: tx.tenantId, generation, aggregateId, ...entry }] : [];
  });
  if (parked.length > 0) await tx.db.insert(parkedStreams).values(parked).onConflictDoNothing();
}

async function saveTeams(tx: Context, generation: number, teams: { state: Team; version: number }[]) {
  const rows = JSON.stringify(teams);
  await tx.db.execute(sql`
    insert into projections.teams (tenant_id, generation, team_id, name, slack_channel, poll_schedule, state, version, created_at, updated_at)
    select platform.current_tenant(), ${generation}, r.state ->> 'teamId', r.state ->> 'name', r.state ->> 'slackChannel',
      r.state ->> 'pollSchedule', r.state, r.version, (r.state ->> 'createdAt')::timestamptz, (r.state ->> 'updatedAt')::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as r (state jsonb, version integer)
    on conflict (tenant_id, generation, team_id) do update set name = excluded.name, slack_channel = excluded.slack_channel,
      poll_schedule = excluded.poll_schedule, state = excluded.state, version = excluded.version,
      created_at = excluded.created_at, updated_at = excluded.updated_at`);
  await tx.db.execute(sql`
    delete from projections.people p using jsonb_to_recordset(${rows}::jsonb) as r (state jsonb)
    where p.tenant_id = platform.current_tenant() and p.generation = ${generation} and p.team_id = r.state ->> 'teamId'`);
  await tx.db.execute(sql`
    insert into projections.people (tenant_id, generation, team_id, person_id, name, slack_user, time_zone)
    select platform.current_tenant(), ${generation}, r.state ->> 'teamId', m ->> 'personId', m ->> 'name', m ->> 'slackUser', m ->> 'timeZone'
    from jsonb_to_recordset(${rows}::jsonb) as r (state jsonb), jsonb_array_elements(r.state -> 'members') m
    on conflict do nothing`);
}

async function saveRounds(tx: Context, generation: number, rounds: { state: Round; version: number }[]) {
  await tx.db.execute(sql`
    insert into projections.rounds (tenant_id, generation, team_id, date, state, version, opened_at, closes_at, closed_at)
    select platform.current_tenant(), ${generation}, r.state ->> 'teamId', (r.state ->> 'date')::date, r.state, r.version,
      (r.state ->> 'openedAt')::timestamptz, (r.state ->> 'closesAt')::timestamptz, (r.state ->> 'closedAt')::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rounds)}::jsonb) as r (state jsonb, version integer)
    on conflict (tenant_id, generation, team_id, date) do update set state = excluded.state, version = excluded.version,
      opened_at = excluded.opened_at, closes_at = excluded.closes_at, closed_at = excluded.closed_at`);
}

async function saveUpdates(tx: Context, generation: number, updates: { state: Update; version: number }[]) {
  const rows = JSON.stringify(updates.map(({ state, version }) => ({ ...state, version })));
  await tx.db.execute(sql`
    insert into projections.status_updates (tenant_id, generation, update_id, team_id, content, author, slack_user, person_id,
      round_date, version, created_at, edited_at)
    select platform.current_tenant(), ${generation}, r."updateId", r."teamId", r.content, r.author, r."slackUser", r."personId",
      r."roundDate", r.version, r."createdAt", r."editedAt"
    from jsonb_to_recordset(${rows}::jsonb) as r ("updateId" text, "teamId" text, content text, author text, "slackUser" text,
      "personId" text, "roundDate" date, version integer, "createdAt" timestamptz, "editedAt" timestamptz)
    on conflict (tenant_id, generation, update_id) do update set team_id = excluded.team_id, content = excluded.content,
      author = excluded.author, slack_user = excluded.slack_user, person_id = excluded.person_id,
      round_date = excluded.round_date, version = excluded.version, created_at = excluded.created_at, edited_at = excluded.edited_at`);
}

/** Makes all statements of the transaction see one moment. It must be the first of them. */
export async function readOneSnapshot(tx: Context): Promise<void> {
  await tx.db.execute(sql`set transaction isolation level repeatable read`);
}
