import { z } from "zod";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { type Cron, isSlot } from "./define-cron.ts";
import { type ClaimedJob, observe } from "./run-job.ts";

const envelope = z.object({ slot: z.iso.datetime().transform((text) => new Date(text)) });

/**
 * Runs a due cron; skips a slot that is no longer in the timetable. Throws the cron's error, to be retried.
 */
export async function runCron(cron: Cron, claimed: ClaimedJob): Promise<void> {
  const { slot } = envelope.parse(claimed.data);
  const fields = { jobId: claimed.id, job: cron.name, slot: slot.toISOString() };
  if (!isSlot(cron, slot)) return log().info(fields, "cron skipped: no longer scheduled");
  const started = performance.now();
  const attempt = claimed.retryCount + 1;
  const isLastAttempt = claimed.retryCount >= claimed.retryLimit;
  try {
    await cron.run({ signal: claimed.signal, attempt, isLastAttempt });
    observe(cron, "done", started);
    log().info({ ...fields, attempt, latency: Math.round(performance.now() - started) }, "cron done");
  } catch (error) {
    observe(cron, "failed", started);
    log().warn({ ...fields, attempt, ...errorFields(error) }, "cron failed");
    throw error;
  }
}

/** Called after the last attempt. The next slot is not affected. */
export async function failCron(cron: Cron, claimed: Pick<ClaimedJob, "id">): Promise<void> {
  metrics().jobs.inc({ job: cron.name, outcome: "given_up" });
  log().error({ jobId: claimed.id, job: cron.name }, "cron abandoned");
}
