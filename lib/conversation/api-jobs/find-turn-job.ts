import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findTurnOfPerson } from "../queries/queued-turns.ts";
import { readWholeLog } from "../queries/turn-log.ts";
import { readLogRow } from "../stream/log-entry.ts";
import { textBy } from "../stream/turn-chunks.ts";
import { type TurnJob, toTurnJob, turnOfJob } from "./turn-job.ts";

type Row = NonNullable<Awaited<ReturnType<typeof findTurnOfPerson>>>;

/** Finds a job and its chatbot; null for another person's. */
export async function findTurnJob(
  ctx: Context,
  id: string,
): Promise<{ job: TurnJob; chatbotId: Id<"bot"> } | null> {
  const turnId = turnOfJob(id);
  const row = turnId && (await findTurnOfPerson(ctx, turnId));
  if (!row) return null;
  return { job: toTurnJob(row, await lengthSoFar(ctx, row)), chatbotId: row.chatbotId };
}

async function lengthSoFar(ctx: Context, row: Row): Promise<number> {
  if (row.state !== "running" || row.epoch === 0) return row.text.length;
  const rows = await readWholeLog(ctx, row.turnId);
  const chunks = rows.filter(({ epoch }) => epoch === row.epoch).flatMap(({ chunks }) => readLogRow(chunks));
  return textBy(chunks.map(({ chunk }) => chunk)).length;
}
