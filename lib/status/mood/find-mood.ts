import type { Context } from "#lib/context/context.ts";
import { findClosedMoods } from "../queries/mood.ts";
import { type Mood, moods } from "../schema.ts";

/** Fewer answers could tell who said what. */
const MIN_ANSWERS = 5;

/** How many people said each mood in a closed round, without those that nobody said. */
export type MoodCounts = { mood: Mood; count: number }[];

/** @returns null for an open round, and one with too few answers */
export async function findMood(
  ctx: Context,
  round: { teamId: string; date: string },
): Promise<MoodCounts | null> {
  const counts = await findClosedMoods(ctx, round);
  if (!counts || counts.reduce((sum, count) => sum + count, 0) < MIN_ANSWERS) return null;
  return moods.map((mood, index) => ({ mood, count: counts[index] ?? 0 })).filter(({ count }) => count > 0);
}
