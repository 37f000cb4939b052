import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listTurnsOfPerson } from "../queries/queued-turns.ts";
import { type TurnJob, toTurnJob } from "./turn-job.ts";

const NEWEST = 50;

/** This person's newest with a chatbot, newest first. Those that run are told without how far they are. */
export async function listTurnJobs(ctx: Context, chatbotId: Id<"bot">): Promise<TurnJob[]> {
  const turns = await listTurnsOfPerson(ctx, chatbotId, NEWEST);
  return turns.map((turn) => toTurnJob(turn, turn.text.length));
}
