import { and, eq, inArray, sql } from "drizzle-orm";
import { moodRounds, moodTokens } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";

type RoundKey = { teamId: string; date: string };

const of = (ctx: Context, table: typeof moodRounds | typeof moodTokens, { teamId, date }: RoundKey) =>
  and(eq(table.tenantId, ctx.tenantId), eq(table.teamId, teamId), eq(table.date, date));

/** Locks a round's moods, with this salt if it is the first. @returns its salt; null once it is closed */
export async function lockMoods(tx: Context, round: RoundKey, salt: string): Promise<string | null> {
  const { teamId, date } = round;
  await tx.db.insert(moodRounds).values({ tenantId: tx.tenantId, teamId, date, salt }).onConflictDoNothing();
  const [row] = await tx.db
    .select({ salt: moodRounds.salt })
    .from(moodRounds)
    .where(of(tx, moodRounds, round))
    .for("update");
  return row?.salt ?? null;
}

/** @returns false if the token is there already */
export async function insertMoodToken(tx: Context, round: RoundKey, token: string): Promise<boolean> {
  const { teamId, date } = round;
  const rows = await tx.db
    .insert(moodTokens)
    .values({ tenantId: tx.tenantId, teamId, date, token })
    .onConflictDoNothing()
    .returning({ token: moodTokens.token });
  return rows.length > 0;
}

/** @param place among the moods, from 1 */
export async function countMood(tx: Context, round: RoundKey, place: number): Promise<void> {
  const { teamId, date } = round;
  await tx.db.execute(sql`
    update ${moodRounds} set counts[${place}::integer] = counts[${place}::integer] + 1
    where tenant_id = platform.current_tenant() and team_id = ${teamId} and date = ${date}`);
}

/** Deletes the salt and the tokens of a round. It also closes one in which nobody has said a mood. */
export async function closeMoods(ctx: Context, round: RoundKey): Promise<void> {
  const { teamId, date } = round;
  await ctx.db
    .insert(moodRounds)
    .values({ tenantId: ctx.tenantId, teamId, date, salt: null })
    .onConflictDoUpdate({
      target: [moodRounds.tenantId, moodRounds.teamId, moodRounds.date],
      set: { salt: null },
    });
  await ctx.db.delete(moodTokens).where(of(ctx, moodTokens, round));
}

/** Closes all rounds of a team. */
export async function closeMoodsOfTeam(tx: Context, teamId: string): Promise<void> {
  const ofTeam = (table: typeof moodRounds | typeof moodTokens) =>
    and(eq(table.tenantId, tx.tenantId), eq(table.teamId, teamId));
  await tx.db.update(moodRounds).set({ salt: null }).where(ofTeam(moodRounds));
  await tx.db.delete(moodTokens).where(ofTeam(moodTokens));
}

/** The rounds in which moods can still be said. */
export async function listOpenMoods(ctx: Context): Promise<(RoundKey & { salt: string })[]> {
  const rows = await ctx.db
    .select({ teamId: moodRounds.teamId, date: moodRounds.date, salt: moodRounds.salt })
    .from(moodRounds)
    .where(and(eq(moodRounds.tenantId, ctx.tenantId), sql`${moodRounds.salt} is not null`));
  return rows.flatMap(({ salt, ...round }) => (salt === null ? [] : [{ ...round, salt }]));
}

export async function deleteMoodTokens(ctx: Context, round: RoundKey, tokens: string[]): Promise<void> {
  await ctx.db.delete(moodTokens).where(and(of(ctx, moodTokens, round), inArray(moodTokens.token, tokens)));
}

/** The counts of a closed round; null for an open one, and where nobody was asked. */
export async function findClosedMoods(ctx: Context, round: RoundKey): Promise<number[] | null> {
  const [row] = await ctx.db
    .select({ counts: moodRounds.counts })
    .from(moodRounds)
    .where(and(of(ctx, moodRounds, round), sql`${moodRounds.salt} is null`));
  return row?.counts ?? null;
}
