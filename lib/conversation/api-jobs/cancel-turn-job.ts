import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { requestStopOfTurn } from "../queries/turn-stop.ts";
import { liveTurns } from "../stream/live-turn.ts";
import { endQueuedTurn } from "../turn/end-queued-turn.ts";
import { findTurnJob } from "./find-turn-job.ts";
import type { TurnJob } from "./turn-job.ts";

/**
 * Cancels a job: at once if it is queued or runs in this process, else within about a second. A partial
 * answer is kept; a job that has ended does not change.
 * @throws ParleyError not_found
 */
export async function cancelTurnJob(ctx: Context, id: string): Promise<TurnJob> {
  const found = await findTurnJob(ctx, id);
  if (!found) throw notFound("job");
  const { turnId } = found.job;
  const isWaiting = await requestStopOfTurn(ctx, turnId);
  liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
  if (isWaiting) await endQueuedTurn(ctx, turnId);
  return (await findTurnJob(ctx, id))?.job ?? found.job;
}
