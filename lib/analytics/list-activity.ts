import type { Context } from "#lib/context/context.ts";
import { type Activity, countByChatbot } from "./queries/activity.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** Counts the questions of the last seven days by chatbot id. New ones are counted within a few minutes. */
export async function listActivity(ctx: Context): Promise<Map<string, Activity>> {
  return countByChatbot(ctx, new Date(ctx.now().getTime() - WEEK_MS));
}
