import { randomBytes } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { loadRound, loadTeam } from "../load.ts";
import { countMood, insertMoodToken, lockMoods } from "../queries/mood.ts";
import { type Mood, moods } from "../schema.ts";
import { moodToken } from "./mood-token.ts";

type Rating = { teamId: string; date: string; personId: string; mood: Mood };

/**
 * Counts a person's mood in an open round, in the caller's transaction. The first one counts. It is stored
 * without the person and without a time.
 * @returns false if the team does not ask for it, or the round is not open for the person
 */
export async function rateMood(tx: Context, { teamId, date, personId, mood }: Rating): Promise<boolean> {
  const round = { teamId, date };
  if (!(await isOpenFor(tx, round, personId))) return false;
  // From here on a closing or archiving waits, and then deletes what this adds.
  const salt = await lockMoods(tx, round, randomBytes(32).toString("base64url"));
  if (salt === null || !(await isOpenFor(tx, round, personId))) return false;
  if (await insertMoodToken(tx, round, moodToken(salt, personId)))
    await countMood(tx, round, moods.indexOf(mood) + 1);
  return true;
}

async function isOpenFor(tx: Context, round: { teamId: string; date: string }, personId: string) {
  const { state: team } = await loadTeam(tx, round.teamId);
  if (team.kind !== "active" || !team.mood) return false;
  const { state } = await loadRound(tx, round.teamId, round.date);
  return state.kind === "open" && state.people.some((person) => person.personId === personId);
}
