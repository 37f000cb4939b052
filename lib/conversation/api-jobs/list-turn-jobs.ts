import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listTurnsOfPerson } from "../queries/queued-turns.ts";
import { type TurnJob, toTurnJob } from "./turn-job.ts";

const MAX_JOBS = 50;

/** Lists this person's latest jobs with a chatbot, newest first. Running ones have no progress. */
export async function listTurnJobs(ctx: Context, chatbotId: Id<"bot">): Promise<TurnJob[]> {
  const turns = await listTurnsOfPerson(ctx, chatbotId, MAX_JOBS);
  return turns.map((turn) => toTurnJob(turn, turn.text.length));
}
