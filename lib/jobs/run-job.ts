import { z } from "zod";
import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { isId } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import type { AnyJob, JobRun } from "./define-job.ts";

/** The part of a pg-boss job that is used here. */
export type ClaimedJob = {
  id: string;
  data: unknown;
  signal: AbortSignal;
  retryCount: number;
  retryLimit: number;
};

const envelope = z.looseObject({ tenantId: z.string().refine((text) => isId("ten", text)) });

/** Runs a claimed job as its tenant. Throws the handler's error, so that the queue retries it. */
export async function runJob(job: AnyJob, claimed: ClaimedJob): Promise<void> {
  const started = performance.now();
  const { ctx, payload } = openJob(job, claimed);
  const { run } = await job.load();
  const attempt = claimed.retryCount + 1;
  const turn: JobRun = {
    signal: claimed.signal,
    attempt,
    isLastAttempt: claimed.retryCount >= claimed.retryLimit,
  };
  const fields = { jobId: claimed.id, tenantId: ctx.tenantId, job: job.name, attempt };
  try {
    await run(ctx, payload, turn);
    observe(job, "done", started);
    log().info({ ...fields, latency: Math.round(performance.now() - started) }, "job done");
  } catch (error) {
    observe(job, "failed", started);
    log().warn({ ...fields, ...errorFields(error) }, "job failed");
    throw error;
  }
}

/** Called after a job's last attempt. */
export async function deadLetterJob(job: AnyJob, claimed: Pick<ClaimedJob, "id" | "data">): Promise<void> {
  const { ctx, payload } = openJob(job, claimed);
  metrics().jobs.inc({ job: job.name, outcome: "given_up" });
  log().error({ jobId: claimed.id, tenantId: ctx.tenantId, job: job.name }, "job abandoned");
  await (await job.load()).giveUp(ctx, payload);
}

/** Counts a run. `started` is a `performance.now()` value. */
export function observe(
  { name: job }: Pick<AnyJob, "name">,
  outcome: "done" | "failed",
  started: number,
): void {
  metrics().jobs.inc({ job, outcome });
  metrics().jobDuration.observe({ job, outcome }, (performance.now() - started) / 1_000);
}

/** Opens the tenant's context and the payload, as a run does. */
export function openJob(job: AnyJob, { id, data }: Pick<ClaimedJob, "id" | "data">) {
  const { tenantId, ...payload } = envelope.parse(data);
  return {
    ctx: admitJob(tenantId as Parameters<typeof admitJob>[0], id),
    payload: job.payload.parse(payload),
  };
}
