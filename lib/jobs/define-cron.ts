import { createHash } from "node:crypto";
import { CronExpressionParser } from "cron-parser";
import type { JobRun, JobSettings } from "./define-job.ts";

type Kind = {
  /** `module.verb-noun` */
  name: string;
  /** Minute, hour, day of the month, month and day of the week, as in crontab(5). */
  at: string;
  /** IANA time zone, including its daylight saving time. */
  timeZone: string;
  /** Longest run, in seconds. */
  expireSeconds: number;
  /** Throws to be retried. */
  run(run: JobRun): Promise<void>;
};

/** Recurring work of the instance. Its queue has the same name. */
export type Cron = Kind & { settings: JobSettings };

/** @throws Error for an invalid timetable or time zone */
export function defineCron(cron: Kind): Cron {
  nextSlot(cron, new Date());
  const { expireSeconds } = cron;
  const settings = { retries: 4, retrySeconds: 30, expireSeconds, concurrency: 1, concurrencyPerTenant: 1 };
  return { ...cron, settings };
}

/**
 * The first slot after `after`. A slot that the change to daylight saving time skips runs right after the
 * change; one that occurs twice when it ends counts once.
 */
export function nextSlot({ at, timeZone }: Pick<Cron, "at" | "timeZone">, after: Date): Date {
  return CronExpressionParser.parse(at, { currentDate: after, tz: timeZone }).next().toDate();
}

/** Whether the current timetable contains this time. */
export function isSlot(cron: Pick<Cron, "at" | "timeZone">, slot: Date): boolean {
  return nextSlot(cron, new Date(slot.getTime() - 1)).getTime() === slot.getTime();
}

/** The id of a slot's job. It is the same in every process, so the job is enqueued once. */
export function jobOfSlot({ name }: Pick<Cron, "name">, slot: Date): string {
  const hex = createHash("sha256").update(`${name} ${slot.toISOString()}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
