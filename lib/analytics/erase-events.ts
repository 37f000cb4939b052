import type { Context } from "#lib/context/context.ts";
import { deleteCounts, deleteSomeEvents, moveEvents } from "./queries/events.ts";

/** Events deleted by one statement, well within its time limit. */
const AT_ONCE = 5_000;

/** Deletes the events of a person. What was counted of them stays: it says nothing about anyone. */
export async function eraseEvents(ctx: Context, person: string): Promise<void> {
  if (person === "") return;
  while ((await deleteSomeEvents(ctx, person, AT_ONCE)) > 0);
}

/** Gives the events of one pseudonym to another, in the caller's transaction. */
export function transferEvents(tx: Context, from: string, to: string): Promise<void> {
  return moveEvents(tx, from, to);
}

/** Deletes all events of a workspace and what was counted of them. */
export async function purgeAnalytics(ctx: Context): Promise<void> {
  while ((await deleteSomeEvents(ctx, null, AT_ONCE)) > 0);
  await deleteCounts(ctx);
}
