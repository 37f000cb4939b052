import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { ensureQueue, openBoss, wakeQueue } from "./boss.ts";
import { probeQueueJob } from "./probe-queue-job.ts";
import { findJobRow } from "./queries.ts";
import type { QueueProbe } from "./schema.ts";

const POLL_MS = 20;

/**
 * Sends a test job through the queue and waits until a worker has finished it.
 * @throws ParleyError unavailable when no worker picks it up or finishes it in time; the job is deleted then
 */
export async function probeQueue(ctx: Context, timeoutSeconds: number): Promise<QueueProbe> {
  const { name } = probeQueueJob;
  const opened = await openBoss();
  await ensureQueue(opened, probeQueueJob);
  const sent = performance.now();
  const id = await opened.boss.send(name, { tenantId: ctx.tenantId }, { group: { id: ctx.tenantId } });
  if (!id) throw new ParleyError("unavailable", "The queue did not accept the test job.");
  wakeQueue(name);
  for (;;) {
    const job = await findJobRow(name, id);
    if (job?.state === "completed" && job.startedAt && job.endedAt) {
      return {
        enqueuedAt: job.createdAt.toISOString(),
        pickupMs: job.startedAt.getTime() - job.createdAt.getTime(),
        runMs: job.endedAt.getTime() - job.startedAt.getTime(),
        roundTripMs: Math.round(performance.now() - sent),
      };
    }
    if (!job || job.state === "failed" || job.state === "cancelled")
      throw new ParleyError(
        "unavailable",
        'The test job failed. Check for "job failed" in the worker\'s log.',
      );
    if (performance.now() - sent >= timeoutSeconds * 1_000) {
      await opened.boss.deleteJob(name, id);
      throw new ParleyError("unavailable", timeoutSentence(job.state === "active", timeoutSeconds));
    }
    await sleep(POLL_MS);
  }
}

function timeoutSentence(isActive: boolean, seconds: number): string {
  const time = seconds === 1 ? "1 second" : `${seconds} seconds`;
  return isActive
    ? `A worker picked up the test job but did not finish it within ${time}. Check the worker's log.`
    : `No worker picked up the test job within ${time}. Start a worker (SERVICE_TYPE=worker), or check whether the running ones are overloaded.`;
}
