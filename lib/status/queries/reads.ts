import { and, asc, desc, eq, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { projectedPeople, projectedRounds, projectedTeams, projectedUpdates } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { CODE_VERSION } from "./projections.ts";

/** The generation that is read: this code's, or another's until this code has built its own. */
const live = sql<number>`(
  select c.generation from projections.checkpoints c
  where c.tenant_id = platform.current_tenant() and c.state = 'live'
  order by c.code_version = ${CODE_VERSION} desc, c.generation desc limit 1)`;

type Projected =
  | typeof projectedTeams
  | typeof projectedUpdates
  | typeof projectedRounds
  | typeof projectedPeople;
const read = (ctx: Context, table: Projected) =>
  and(eq(table.tenantId, ctx.tenantId), eq(table.generation, live));

export type ReadUpdate = {
  updateId: string;
  teamId: string;
  content: string;
  author: string;
  slackUser: string;
  personId: string | null;
  roundDate: string | null;
  createdAt: Date;
  editedAt: Date | null;
};

const updateColumns = {
  updateId: projectedUpdates.updateId,
  teamId: projectedUpdates.teamId,
  content: projectedUpdates.content,
  author: projectedUpdates.author,
  slackUser: projectedUpdates.slackUser,
  personId: projectedUpdates.personId,
  roundDate: projectedUpdates.roundDate,
  createdAt: projectedUpdates.createdAt,
  editedAt: projectedUpdates.editedAt,
};

export async function findTeams(ctx: Context): Promise<Team[]> {
  const rows = await ctx.db
    .select({ state: projectedTeams.state })
    .from(projectedTeams)
    .where(read(ctx, projectedTeams))
    .orderBy(asc(projectedTeams.createdAt), asc(projectedTeams.teamId));
  return rows.map(({ state }) => state as Team);
}

export async function findTeam(ctx: Context, teamId: string): Promise<Team | null> {
  const [row] = await ctx.db
    .select({ state: projectedTeams.state })
    .from(projectedTeams)
    .where(and(read(ctx, projectedTeams), eq(projectedTeams.teamId, teamId)));
  return (row?.state as Team | undefined) ?? null;
}

export type UpdateFilter = {
  teamId?: string;
  personId?: string;
  author?: string;
  /** Of a person who is known by any of these. */
  by?: { personIds: string[]; authors: string[] };
  from?: Date;
  before?: Date;
  /** The last update of the page before: what follows is older. */
  olderThan?: { createdAt: Date; updateId: string };
  search?: string;
  limit: number;
};

/** The newest first. */
export async function findUpdates(ctx: Context, filter: UpdateFilter): Promise<ReadUpdate[]> {
  const { teamId, personId, author, by, from, before, olderThan, search, limit } = filter;
  const conditions: (SQL | undefined)[] = [
    read(ctx, projectedUpdates),
    teamId === undefined ? undefined : eq(projectedUpdates.teamId, teamId),
    personId === undefined ? undefined : eq(projectedUpdates.personId, personId),
    author === undefined ? undefined : eq(projectedUpdates.author, author),
    by && or(inArray(projectedUpdates.personId, by.personIds), inArray(projectedUpdates.author, by.authors)),
    from && gte(projectedUpdates.createdAt, from),
    before && lt(projectedUpdates.createdAt, before),
    olderThan &&
      or(
        lt(projectedUpdates.createdAt, olderThan.createdAt),
        and(
          eq(projectedUpdates.createdAt, olderThan.createdAt),
          lt(projectedUpdates.updateId, olderThan.updateId),
        ),
      ),
    ...(search?.split(/\s+/).map((word) => ilike(projectedUpdates.content, `%${escapeLike(word)}%`)) ?? []),
  ];
  return ctx.db
    .select(updateColumns)
    .from(projectedUpdates)
    .where(and(...conditions))
    .orderBy(desc(projectedUpdates.createdAt), desc(projectedUpdates.updateId))
    .limit(limit);
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");

export async function findUpdate(ctx: Context, updateId: string): Promise<ReadUpdate | null> {
  const [row] = await ctx.db
    .select(updateColumns)
    .from(projectedUpdates)
    .where(and(read(ctx, projectedUpdates), eq(projectedUpdates.updateId, updateId)));
  return row ?? null;
}

/** Who has written updates, by name. */
export async function findAuthors(ctx: Context, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ author: projectedUpdates.author })
    .from(projectedUpdates)
    .where(read(ctx, projectedUpdates))
    .orderBy(asc(projectedUpdates.author))
    .limit(limit);
  return rows.map(({ author }) => author);
}

/** Who has written updates, by each of their names. */
export async function findWriters(
  ctx: Context,
  limit: number,
): Promise<{ name: string; personId: string | null }[]> {
  return ctx.db
    .selectDistinct({ name: projectedUpdates.author, personId: projectedUpdates.personId })
    .from(projectedUpdates)
    .where(read(ctx, projectedUpdates))
    .orderBy(asc(projectedUpdates.author))
    .limit(limit);
}

const IDS_AT_ONCE = 1_000;

export async function findUpdatesById(ctx: Context, ids: string[]): Promise<ReadUpdate[]> {
  const found: ReadUpdate[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = inArray(projectedUpdates.updateId, ids.slice(from, from + IDS_AT_ONCE));
    found.push(
      ...(await ctx.db
        .select(updateColumns)
        .from(projectedUpdates)
        .where(and(read(ctx, projectedUpdates), some))),
    );
  }
  return found;
}

/** The local date of the newest round of a team that is open and expects a person; null if there is none. */
export async function findOpenRound(ctx: Context, teamId: string, personId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ date: projectedRounds.date })
    .from(projectedRounds)
    .where(
      and(
        read(ctx, projectedRounds),
        eq(projectedRounds.teamId, teamId),
        sql`${projectedRounds.closedAt} is null`,
        sql`${projectedRounds.state} -> 'people' @> ${JSON.stringify([{ personId }])}::jsonb`,
      ),
    )
    .orderBy(desc(projectedRounds.date))
    .limit(1);
  return row?.date ?? null;
}

/** The newest round of each of these teams. */
export async function findNewestRounds(ctx: Context, teamIds: string[]): Promise<Map<string, Round>> {
  if (teamIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectDistinctOn([projectedRounds.teamId], { state: projectedRounds.state })
    .from(projectedRounds)
    .where(and(read(ctx, projectedRounds), inArray(projectedRounds.teamId, teamIds)))
    .orderBy(projectedRounds.teamId, desc(projectedRounds.date));
  return new Map(rows.map(({ state }) => [(state as Round).teamId, state as Round]));
}

/** All ids by which teams know a person: an account may have a Slack account beside it. */
export async function findPersonIds(ctx: Context, personId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ slackUser: projectedPeople.slackUser })
    .from(projectedPeople)
    .where(and(read(ctx, projectedPeople), eq(projectedPeople.personId, personId)));
  return [personId, ...rows.flatMap(({ slackUser }) => (slackUser ? [`slack:${slackUser}`] : []))];
}

/** The position that what is read includes; 0 without a projection. Read it before the rows. */
export async function readPosition(ctx: Context): Promise<number> {
  const [row] = await ctx.db.execute<{ position: string }>(
    sql`select c.position from projections.checkpoints c where c.tenant_id = platform.current_tenant() and c.generation = ${live}`,
  );
  return Number(row?.position ?? 0);
}

/** The rounds of a team that are open, or closed since then, the oldest first. */
export async function findRounds(ctx: Context, teamId: string, closedSince: Date): Promise<Round[]> {
  const isCurrent = or(isNull(projectedRounds.closedAt), gte(projectedRounds.closedAt, closedSince));
  const rows = await ctx.db
    .select({ state: projectedRounds.state })
    .from(projectedRounds)
    .where(and(read(ctx, projectedRounds), eq(projectedRounds.teamId, teamId), isCurrent))
    .orderBy(asc(projectedRounds.date));
  return rows.map(({ state }) => state as Round);
}

/** Whether a round of the team is open. */
export async function hasOpenRound(ctx: Context, teamId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ date: projectedRounds.date })
    .from(projectedRounds)
    .where(
      and(read(ctx, projectedRounds), eq(projectedRounds.teamId, teamId), isNull(projectedRounds.closedAt)),
    )
    .limit(1);
  return rows.length > 0;
}
