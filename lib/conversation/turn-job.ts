import type { Context } from "#lib/core/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, idFromUuid, idToUuid, isId } from "#lib/core/ids.ts";
import { liveTurns } from "./live-turn.ts";
import { readLogRow } from "./log-entry.ts";
import { readWholeLog } from "./queries/turn-log.ts";
import { requestStopOfTurn } from "./queries/turns.ts";
import { findTurnOfPerson, listTurnsOfPerson } from "./queries/waiting-turns.ts";
import type { TurnState } from "./schema.ts";
import { endWaitingTurn } from "./stop-turn.ts";

/** A turn as whoever asked for it without waiting sees it. */
export type TurnJob = {
  id: Id<"job">;
  turnId: Id<"trn">;
  conversationId: Id<"cnv">;
  messageId: Id<"msg">;
  state: "queued" | TurnState;
  /** `characters`: of the answer so far. */
  progress: { characters: number };
  attempts: number;
  errorCode: string | null;
  /** The answer, once there is no more to come. */
  text: string | null;
  startedAt: string;
  endedAt: string | null;
};

type Row = NonNullable<Awaited<ReturnType<typeof findTurnOfPerson>>>;

/** A turn's job has the turn's own number. */
export const jobOfTurn = (turnId: Id<"trn">): Id<"job"> => idFromUuid("job", idToUuid(turnId));

function turnOfJob(id: string): Id<"trn"> | null {
  return isId("job", id) ? idFromUuid("trn", idToUuid(id)) : null;
}

/** The job and its chatbot; null where it is not this person's. */
export async function findTurnJob(
  ctx: Context,
  id: string,
): Promise<{ job: TurnJob; chatbotId: Id<"bot"> } | null> {
  const turnId = turnOfJob(id);
  const row = turnId && (await findTurnOfPerson(ctx, turnId));
  if (!row) return null;
  return { job: toJob(row, await lengthSoFar(ctx, row)), chatbotId: row.chatbotId };
}

/** This person's newest with a chatbot, newest first. Those that run are told without how far they are. */
export async function listTurnJobs(ctx: Context, chatbotId: Id<"bot">): Promise<TurnJob[]> {
  return (await listTurnsOfPerson(ctx, chatbotId, 50)).map((row) => toJob(row, row.text.length));
}

/**
 * Has a job stopped: at once where it waits or runs in this process, else within about a second. What was said is kept; one
 * that has ended stays as it is.
 * @throws ParleyError not_found
 */
export async function cancelTurnJob(ctx: Context, id: string): Promise<TurnJob> {
  const found = await findTurnJob(ctx, id);
  if (!found) throw notFound("job");
  const { turnId } = found.job;
  const isWaiting = await requestStopOfTurn(ctx, turnId);
  liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
  if (isWaiting) await endWaitingTurn(ctx, turnId);
  return (await findTurnJob(ctx, id))?.job ?? found.job;
}

async function lengthSoFar(ctx: Context, row: Row): Promise<number> {
  if (row.state !== "running" || row.epoch === 0) return row.text.length;
  const rows = await readWholeLog(ctx, row.turnId);
  const chunks = rows.filter(({ epoch }) => epoch === row.epoch).flatMap(({ chunks }) => readLogRow(chunks));
  return chunks.reduce((sum, { chunk }) => sum + (chunk.type === "text-delta" ? chunk.delta.length : 0), 0);
}

function toJob(row: Row, characters: number): TurnJob {
  const { turnId, conversationId, answerId, state, attempts, errorCode } = row;
  return {
    id: jobOfTurn(turnId),
    turnId,
    conversationId,
    messageId: answerId,
    state: row.isWaiting && state === "running" ? "queued" : state,
    progress: { characters },
    attempts,
    errorCode,
    text: state === "running" ? null : row.text,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
