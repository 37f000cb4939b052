import type { z } from "zod";
import type { Context } from "#lib/context/context.ts";

/** What a running job may know of its run. */
export type JobRun = {
  /** Aborts when the process drains or the job has run out of its time. */
  signal: AbortSignal;
  /** From 1. */
  attempt: number;
  isLastAttempt: boolean;
};

export type JobHandler<P> = {
  /** Throws to be run again; returns when there is nothing more to do, also when it failed for good. */
  run(ctx: Context, payload: P, run: JobRun): Promise<void>;
  /** Called once when every attempt was used up, whether by errors or because its process died each time. */
  giveUp(ctx: Context, payload: P): Promise<void>;
  /** Has what was given up done again, by a new job. Without it the job itself is put back into its queue. */
  again?(ctx: Context, payload: P): Promise<void>;
  /** Calls off what the job is for. Without it such jobs cannot be cancelled. */
  cancel?(ctx: Context, payload: P): Promise<void>;
};

export type JobSettings = {
  /** Runs after the first one. */
  retries: number;
  /** Seconds before the first of them; doubled each time, 5 minutes at most. */
  retrySeconds: number;
  /** Longest run, in seconds. */
  expireSeconds: number;
  /** How many run at once in one process, and of these how many of one tenant. */
  concurrency: number;
  concurrencyPerTenant: number;
  /** Of the jobs sent with one key at most one waits; another sent meanwhile is not needed and not kept. */
  isOneQueuedPerKey?: boolean;
};

type Kind<P extends object> = {
  /** `module.verb-noun` */
  name: string;
  payload: z.ZodType<P>;
  settings: JobSettings;
  /** Loads the handler for the first run, so that a process that only enqueues never loads it. */
  load(): Promise<JobHandler<P>>;
};

/**
 * A kind of job and its queue. Payloads hold ids only, because the queue's tables have no tenant isolation.
 */
export type Job<P extends object> = Kind<P> & {
  /** The same work with payloads of earlier versions, each in its own queue. */
  earlier: Job<P>[];
};

// biome-ignore lint/suspicious/noExplicitAny: jobs have different payloads, each parsed by its own schema
export type AnyJob = Job<any>;

type Versions<P extends object> = {
  /**
   * Raise it when the payload changes. New jobs then go to a separate queue, `NAME.v2`, which code of an
   * earlier release does not read.
   */
  version?: number;
  /** Converts payloads of earlier versions; needed while their queues may still hold jobs. */
  earlier?: Record<number, z.ZodType<P>>;
};

export function defineJob<P extends object>(job: Kind<P> & Versions<P>): Job<P> {
  const { version = 1, earlier = {}, ...kind } = job;
  const before = Object.entries(earlier).map(([number, payload]) => ({
    ...kind,
    name: queueOf(kind.name, Number(number)),
    payload,
    earlier: [],
  }));
  return { ...kind, name: queueOf(kind.name, version), earlier: before };
}

const queueOf = (name: string, version: number) => (version === 1 ? name : `${name}.v${version}`);

/** These jobs and their earlier versions: all whose queues this code can work off. */
export function acceptEarlierVersion(jobs: AnyJob[]): AnyJob[] {
  return jobs.flatMap((job) => [job, ...job.earlier]);
}
