import { createHash } from "node:crypto";
import { CronExpressionParser } from "cron-parser";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { ensureQueue, type Opened } from "./boss.ts";
import type { JobRun, JobSettings } from "./define-job.ts";
import { type ClaimedJob, observe } from "./run-job.ts";

type Kind = {
  /** `module.verb-noun` */
  name: string;
  /** Minute, hour, day of the month, month and day of the week, as in crontab(5). */
  at: string;
  /** IANA time zone, including its daylight saving time. */
  timeZone: string;
  /** Longest run, in seconds. */
  expireSeconds: number;
  /** Throws to be retried. May run once more at its old time after `at` has changed. */
  run(run: JobRun): Promise<void>;
};

/** Recurring work of the instance. Its queue has the same name. */
export type Cron = Kind & { settings: JobSettings };

/** @throws Error for an invalid timetable or time zone */
export function defineCron(cron: Kind): Cron {
  nextTime(cron, new Date());
  const { expireSeconds } = cron;
  const settings = { retries: 4, retrySeconds: 30, expireSeconds, concurrency: 1, concurrencyPerTenant: 1 };
  return { ...cron, settings };
}

/**
 * The first time after `after`. One that the change to daylight saving time skips comes right after the
 * change; one that occurs twice when it ends counts once.
 */
export function nextTime({ at, timeZone }: Pick<Cron, "at" | "timeZone">, after: Date): Date {
  return CronExpressionParser.parse(at, { currentDate: after, tz: timeZone }).next().toDate();
}

/**
 * Enqueues the next run of each cron unless it is already enqueued; any number of processes may do so. While
 * no worker is live, runs are skipped, except the one already enqueued, which happens when a worker is back.
 */
export async function scheduleCrons(opened: Opened, crons: readonly Cron[], now = new Date()): Promise<void> {
  for (const cron of crons) {
    await ensureQueue(opened, cron);
    const startAfter = nextTime(cron, now);
    await opened.boss.send(cron.name, {}, { id: jobIdOf(cron, startAfter), startAfter });
  }
}

/** The same in every process, so that each run is enqueued once. */
function jobIdOf({ name }: Cron, time: Date): string {
  const hex = createHash("sha256").update(`${name} ${time.toISOString()}`).digest("hex");
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Runs a due cron. Throws its error, to be retried. */
export async function runCron(cron: Cron, { id, signal, retryCount, retryLimit }: ClaimedJob): Promise<void> {
  const started = performance.now();
  const attempt = retryCount + 1;
  const fields = { jobId: id, job: cron.name, attempt };
  try {
    await cron.run({ signal, attempt, isLastAttempt: retryCount >= retryLimit });
    observe(cron, "done", started);
    log().info({ ...fields, latency: Math.round(performance.now() - started) }, "cron done");
  } catch (error) {
    observe(cron, "failed", started);
    log().warn({ ...fields, ...errorFields(error) }, "cron failed");
    throw error;
  }
}

/** Called after the last attempt. The next run is not affected. */
export async function failCron({ name }: Cron, { id }: Pick<ClaimedJob, "id">): Promise<void> {
  metrics().jobs.inc({ job: name, outcome: "given_up" });
  log().error({ jobId: id, job: name }, "cron abandoned");
}
